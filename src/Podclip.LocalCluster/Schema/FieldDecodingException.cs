namespace Podclip.LocalCluster.Schema;

/// <summary>A field holds a value of the wrong type; the message is the real server's decoder's.</summary>
internal sealed class FieldDecodingException(string message) : Exception(message);
