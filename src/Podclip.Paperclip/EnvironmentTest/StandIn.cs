using System.Text;
using Podclip.Agents.Shell;
using Podclip.Engine;
using Podclip.Paperclip.Adapters;
using Podclip.Paperclip.Contract;

namespace Podclip.Paperclip.EnvironmentTest;

/// <summary>What stands in for a run while there is none.</summary>
internal static class StandIn
{
    private const string Id = "environment-test";

    /// <summary>
    /// The run that an agent of this configuration would be asked for first, less its task and its skills: these would be copied into the folder
    /// that pods share, and a test leaves nothing behind.
    /// </summary>
    public static AdapterExecutionContext Execution(AdapterRecipe recipe, AdapterEnvironmentTestContext context)
    {
        var config = context.Config.DeepClone().AsObject();
        config.Remove("paperclipSkillSync");
        config["paperclipRuntimeSkills"] = new JsonArray();
        return new AdapterExecutionContext
        {
            RunId = Id,
            Agent = new AdapterAgent
            {
                Id = Id,
                CompanyId = context.CompanyId.Length > 0 ? context.CompanyId : Id,
                Name = context.EnvironmentName ?? Id,
                AdapterType = recipe.Kind.Type,
            },
            Config = config,
        };
    }

    /// <summary>The least that can be asked of a cluster, for a configuration that no run can be made from.</summary>
    public static RunRequest Request() => new() { Agent = new ShellAgent(), Prompt = Encoding.UTF8.GetBytes("true") };
}
