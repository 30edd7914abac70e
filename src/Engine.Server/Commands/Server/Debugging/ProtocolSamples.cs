using System.Text;
using Engine.Server.Protocol;

namespace Engine.Server.Commands.Server.Debugging;

/// <summary>DEBUG PROTOCOL: a reply of each type of the protocol, to test clients with.</summary>
internal static class ProtocolSamples
{
    /// <summary>DEBUG PROTOCOL type</summary>
    public static void Write(ref CommandContext context)
    {
        ReplyWriter reply = context.Reply;
        switch (Encoding.Latin1.GetString(context[2]).ToLowerInvariant())
        {
            case "string":
                reply.Bulk("Hello World"u8);
                break;
            case "integer":
                reply.Integer(12345);
                break;
            case "double":
                reply.Double(3.141);
                break;
            case "bignum":
                reply.BigNumber("1234567999999999999999999999999999999"u8);
                break;
            case "null":
                reply.Null();
                break;
            case "array":
                reply.Array(3);
                Integers(reply);
                break;
            case "set":
                reply.Set(3);
                Integers(reply);
                break;
            case "map":
                Map(reply);
                break;
            case "attrib":
                Attribute(reply);
                break;
            case "push":
                Push(reply);
                break;
            case "verbatim":
                reply.Verbatim("This is a verbatim\nstring", "txt"u8);
                break;
            case "true":
                reply.Boolean(true);
                break;
            case "false":
                reply.Boolean(false);
                break;
            default:
                reply.Error(Errors.UnknownProtocolType);
                break;
        }
    }

    private static void Integers(ReplyWriter reply)
    {
        for (int i = 0; i < 3; i++)
            reply.Integer(i);
    }

    private static void Map(ReplyWriter reply)
    {
        reply.Map(3);
        for (int i = 0; i < 3; i++)
        {
            reply.Integer(i);
            reply.Boolean(i == 1);
        }
    }

    /// <summary>RESP2 has no attributes, so the reply comes without.</summary>
    private static void Attribute(ReplyWriter reply)
    {
        if (reply.IsResp3)
        {
            reply.Attribute(1);
            reply.Bulk("key-popularity"u8);
            reply.Array(2);
            reply.Bulk("key:123"u8);
            reply.Integer(90);
        }

        reply.Bulk("Some real reply following the attribute"u8);
    }

    private static void Push(ReplyWriter reply)
    {
        if (!reply.IsResp3)
        {
            reply.Error(Errors.NotInResp2);
            return;
        }

        reply.Push(2);
        reply.Bulk("server-cpu-usage"u8);
        reply.Integer(42);
        reply.Bulk("Some real reply following the push reply"u8);
    }
}
