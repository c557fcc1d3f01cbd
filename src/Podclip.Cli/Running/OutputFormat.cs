namespace Podclip.Cli.Running;

/// <summary>What a command writes to standard output.</summary>
internal enum OutputFormat
{
    /// <summary>For people.</summary>
    Text,

    /// <summary>One JSON document.</summary>
    Json,

    /// <summary>One JSON document a line, as things happen.</summary>
    NdJson,

    /// <summary>YAML documents.</summary>
    Yaml,
}
