using static Engine.Server.Configuration.TextParameter;

namespace Engine.Server.Configuration;

/// <summary>Directives of redis.conf about who may connect, and what users may do.</summary>
internal static class AccessParameters
{
    private const string AllChannels = "allchannels";
    private const string NoChannels = "resetchannels";

    public static IEnumerable<ConfigParameter> All { get; } =
    [
        new TextParameter("requirepass", o => o.RequirePassword, Anything((o, v) => o.RequirePassword = v))
        {
            IsSecret = true,
        },
        new BooleanParameter("protected-mode", o => o.ProtectedMode, (o, v) => o.ProtectedMode = v),
        new TextParameter("aclfile", o => o.AclFile, Anything((o, v) => o.AclFile = v)) { IsImmutable = true },
        new ChoiceParameter("acl-pubsub-default", [AllChannels, NoChannels],
            o => o.UsersMayUseAllChannels ? AllChannels : NoChannels,
            (o, v) => o.UsersMayUseAllChannels = v == AllChannels),
        new NumberParameter("acllog-max-len", 0, long.MaxValue,
            o => o.AclLogMaxLength, (o, v) => o.AclLogMaxLength = v),
    ];
}
