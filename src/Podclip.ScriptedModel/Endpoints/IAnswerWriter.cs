namespace Podclip.ScriptedModel.Endpoints;

/// <summary>Writes one answer out.</summary>
internal interface IAnswerWriter
{
    /// <summary>Streams it. One that <see cref="Answers.Answer.BreaksOff"/> ends after the first half of its first block.</summary>
    Task StreamAsync(Stream body, CancellationToken cancellationToken);

    /// <summary>The answer as one JSON object. Pauses of its blocks are kept.</summary>
    Task<ReadOnlyMemory<byte>> WholeAsync(CancellationToken cancellationToken);
}
