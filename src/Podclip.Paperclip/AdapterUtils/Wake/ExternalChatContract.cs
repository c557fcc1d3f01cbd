namespace Podclip.Paperclip.AdapterUtils.Wake;

/// <summary>What holds for a turn of a chat outside the host, instead of the usual contract.</summary>
internal static class ExternalChatContract
{
    public static IEnumerable<string> Lines(JsonObject wake, ExternalChat chat)
    {
        yield return chat.IsAnswer ? "## External chat answered-question contract" : "## External chat response contract";
        yield return "";
        yield return Attestation(wake, chat);
        foreach (var line in chat.IsReaderTurn ? [ExternalChatTexts.ReadThroughReader, ExternalChatTexts.AnswerAfterReading] : new[] { ExternalChatTexts.AnswerDirectly })
        {
            yield return line;
        }

        yield return ExternalChatTexts.HarnessOwnsState;
        yield return ExternalChatTexts.SummaryIsAnswer;
        yield return ExternalChatTexts.NoRoutineStatus;
        if (chat.IsAnswer)
        {
            yield return ExternalChatTexts.UseAnswer;
            yield return ExternalChatTexts.AnswerResolvesOnlyThat;
        }

        yield return ExternalChatTexts.KeepOpen;
        yield return $"File-delivery contract: {FileDelivery(wake.Raw("externalChatProvider"))}";
        yield return ExternalChatTexts.FilesAndAuthority;
        yield return ExternalChatTexts.Concise;
        yield return "";
    }

    private static string Attestation(JsonObject wake, ExternalChat chat)
    {
        var provider = wake.Raw("externalChatProvider");
        if (chat.IsAnswer)
        {
            return $"This is a server-authenticated {provider} answer to the exact question in this task. Paperclip verified its source run, "
                + "accepted answer delivery, provider conversation and this agent's current execution binding.";
        }

        return wake.Flag("checkedOutByHarness")
            ? $"This is a server-authenticated {provider} chat turn. Paperclip already authorized and bound the provider message, "
                + "assigned this immutable agent, and checked out the issue for this run."
            : $"This is a server-authenticated {provider} chat turn. Paperclip verified the provider message and this agent's current execution binding. "
                + "The task remains in review: this binding is not a checkout, approval, or permission to change its status or bypass any review gate.";
    }

    private static string FileDelivery(string provider) => provider switch
    {
        "github" => TaskOnly("GitHub App", "comments or review threads"),
        "microsoft-teams" => TaskOnly("Microsoft Teams", "chats"),
        _ => ExternalChatTexts.FilesAsAttachments,
    };

    private static string TaskOnly(string service, string place) =>
        $"This {service} connection cannot upload file bytes into {place}. After a successful file-preparation receipt, say the file is saved on the "
        + "Paperclip task and must be opened there with Paperclip access; do not say it is attached, displayed, downloadable, or available to open in this "
        + "provider conversation. Do not invent a public download link. Preparation does not confirm provider delivery.";
}
