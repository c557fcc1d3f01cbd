using System.Globalization;

namespace Podclip.Paperclip.AdapterUtils.Wake;

/// <summary>
/// The new comments and the answered questions. An answer the host vouches for comes before the request it answers, lest the old request be taken
/// for a new one; any other answer comes after the comments.
/// </summary>
internal static class WakeComments
{
    private const string InOrder = "New comments in order:";
    private const string Origin = "Original request for context (only the answered questions listed above are resolved):";
    private const string Others = "Other new comments in order (not resolved by the answer above):";

    public static IEnumerable<string> Lines(JsonObject wake, ExternalChat chat)
    {
        var comments = wake.Parts("comments").Select((comment, index) => (Comment: comment, Number: index + 1)).ToList();
        var answer = Answer(wake.Part("questionResponse"), chat.IsAnswer);
        if (!chat.IsAnswer)
        {
            return [.. Section(InOrder, comments), .. answer];
        }

        var source = wake.Object("externalChatQuestionResponse").Raw("sourceCommentId");
        return
        [
            .. answer,
            .. Section(Origin, [.. comments.Where(entry => entry.Comment.Raw("id") == source)]),
            .. Section(Others, [.. comments.Where(entry => entry.Comment.Raw("id") != source)]),
        ];
    }

    private static IEnumerable<string> Section(string heading, List<(JsonObject Comment, int Number)> comments)
    {
        if (comments.Count > 0)
        {
            yield return heading;
        }

        foreach (var (comment, number) in comments)
        {
            var author = (comment.Text("authorType") ?? "unknown") + (comment.Text("authorId") is { } id ? $" {id}" : "");
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{number}. comment {comment.Text("id") ?? "unknown"} at {comment.Text("createdAt") ?? "unknown"} by {author}");
            yield return comment.Raw("body");
            if (comment.Flag("bodyTruncated"))
            {
                yield return "[comment body truncated]";
            }

            yield return "";
        }
    }

    private static IEnumerable<string> Answer(JsonObject? response, bool isVouchedFor)
    {
        if (response is null)
        {
            yield break;
        }

        yield return "## Answered questions";
        yield return "";
        yield return $"Interaction {response.Raw("interactionId")} is answered. " + (isVouchedFor
            ? "The answer below is authoritative; do not re-ask the resolved questions listed below."
            : "This response is newer and authoritative over any coalesced comment above that says the questions are still pending.");
        yield return WakeTexts.AnswersAreData;
        yield return MarkdownQuote.Block(response.Raw("summaryMarkdown"));
        if (response.Flag("truncated"))
        {
            yield return WakeTexts.AnswersTruncated;
        }

        yield return WakeTexts.AnswersContinue;
    }
}
