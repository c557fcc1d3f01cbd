namespace Podclip.LocalCluster.Admission;

/// <summary>One thing wrong with an object; becomes a cause in a Status.</summary>
/// <param name="Reason">Such as <c>FieldValueInvalid</c>.</param>
/// <param name="Field">The path of the field.</param>
/// <param name="Message">What is wrong, without the path.</param>
internal sealed record FieldError(string Reason, string Field, string Message);
