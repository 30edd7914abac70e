using Engine.Server.Access;
using Engine.Server.Protocol;

namespace Engine.Server.Commands.Acl;

/// <content>The ACL file.</content>
internal static partial class AclCommands
{
    /// <summary>ACL LOAD</summary>
    private static void Load(ref CommandContext context)
    {
        EngineState engine = context.Engine;
        if (engine.Options.AclFile.Length == 0)
        {
            context.Reply.Error(Errors.NoUserFile);
            return;
        }

        if (UserFiles.Read(engine.Options, engine.Users.Rules, out string errors) is not { } users)
        {
            context.Reply.Error($"ERR {errors}");
            return;
        }

        context.Reply.Ok();
        UserClients.Close(context, engine.Users.Replace(users));
        engine.LoginChanged();
    }

    /// <summary>ACL SAVE</summary>
    private static void Save(ref CommandContext context)
    {
        EngineOptions options = context.Engine.Options;
        if (options.AclFile.Length == 0)
            context.Reply.Error(Errors.NoUserFile);
        else if (UserFiles.TryWrite(options, UserFile.Write(context.Engine.Users.All, KnownCommands.Catalog)))
            context.Reply.Ok();
        else
            context.Reply.Error(Errors.UsersNotSaved);
    }
}
