using Podclip.Paperclip.JavaScript;

namespace Podclip.Paperclip.AdapterUtils.Processes;

/// <summary>The end of an output, kept in pieces so that a long output is not copied anew with each of them.</summary>
internal sealed class OutputTail
{
    private readonly Queue<string> _pieces = new();
    private int _length;

    public void Add(string piece)
    {
        _pieces.Enqueue(piece);
        _length += piece.Length;
        while (_length - _pieces.Peek().Length >= CapturedText.MaxCaptureBytes)
        {
            _length -= _pieces.Dequeue().Length;
        }
    }

    public override string ToString() => JsText.Tail(string.Concat(_pieces), CapturedText.MaxCaptureBytes);
}
