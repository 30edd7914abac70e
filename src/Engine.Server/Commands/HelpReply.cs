using Engine.Server.Protocol;

namespace Engine.Server.Commands;

/// <summary>The reply of the HELP subcommands: the same first and last lines for all.</summary>
internal static class HelpReply
{
    public static void Write(ReplyWriter reply, string command, ReadOnlySpan<string> lines)
    {
        reply.Array(lines.Length + 3);
        reply.SimpleString($"{command} <subcommand> [<arg> [value] [opt] ...]. Subcommands are:");
        foreach (string line in lines)
            reply.SimpleString(line);
        reply.SimpleString("HELP");
        reply.SimpleString("    Prints this help.");
    }
}
