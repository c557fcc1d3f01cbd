namespace Podclip.LocalCluster.Schema;

/// <summary>Bytes that are no protobuf message of the wanted type; the message is that of Go's decoder.</summary>
internal sealed class ProtobufException(string message) : Exception(message);
