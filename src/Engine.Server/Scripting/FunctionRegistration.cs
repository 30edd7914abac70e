using System.Text;
using Engine.Lua;
using Engine.Lua.Execution;
using Engine.Lua.Values;
using Engine.Server.Commands.Scripting;

namespace Engine.Server.Scripting;

/// <summary>Takes what a library registers by <c>redis.register_function</c> while it is loaded.</summary>
internal sealed class FunctionRegistration
{
    private readonly SortedDictionary<string, (FunctionDescription Shown, ScriptIdentity Body)> _functions =
        new(StringComparer.Ordinal);

    public bool IsEmpty => _functions.Count == 0;

    public IReadOnlyList<FunctionDescription> Descriptions => [.. _functions.Values.Select(f => f.Shown)];

    public IReadOnlyList<ScriptIdentity> Bodies => [.. _functions.Values.Select(f => f.Body)];

    /// <summary>redis.register_function(name, callback), or with one table of named arguments.</summary>
    public int Register(LuaCall call)
    {
        switch (call.Count)
        {
            case 1:
                RegisterNamed(call[1]);
                break;
            case 2:
                string name = TextOf(call[1])
                    ?? throw Failure("first argument to redis.register_function must be a string");
                if (!call[2].TryGetFunction(out LuaFunction? callback))
                    throw Failure("second argument to redis.register_function must be a function");
                Add(name, callback, null, ScriptFlags.None, []);
                break;
            default:
                throw Failure("wrong number of arguments to redis.register_function");
        }

        return call.Return();
    }

    private void RegisterNamed(LuaValue arguments)
    {
        if (!arguments.TryGetTable(out LuaTable? table))
        {
            throw Failure("calling redis.register_function with a single argument is only applicable to Lua table "
                + "(representing named arguments).");
        }

        string? name = null;
        byte[]? description = null;
        LuaFunction? callback = null;
        List<string> flags = [];
        LuaValue key = default;
        while (table.Next(ref key, out LuaValue value))
        {
            switch (TextOf(key)?.ToLowerInvariant())
            {
                case "function_name":
                    name = TextOf(value)
                        ?? throw Failure("function_name argument given to redis.register_function must be a string");
                    break;
                case "description":
                    if (!value.TryConvertToString(out LuaString? words))
                        throw Failure("description argument given to redis.register_function must be a string");
                    description = words.Span.ToArray();
                    break;
                case "callback":
                    if (!value.TryGetFunction(out callback))
                        throw Failure("callback argument given to redis.register_function must be a function");
                    break;
                case "flags":
                    flags = ReadFlags(value);
                    break;
                default:
                    throw Failure("unknown argument given to redis.register_function");
            }
        }

        if (name is null)
            throw Failure("redis.register_function must get a function name argument");
        if (callback is null)
            throw Failure("redis.register_function must get a callback argument");
        Add(name, callback, description, flags.Aggregate(ScriptFlags.None, (all, f) => all | Shebang.FlagOf(f)), flags);
    }

    private static List<string> ReadFlags(LuaValue value)
    {
        if (!value.TryGetTable(out LuaTable? table))
        {
            throw Failure(
                "flags argument to redis.register_function must be a table representing function flags");
        }

        var flags = new List<string>();
        for (int i = 1; !table[i].IsNil; i++)
        {
            string? flag = TextOf(table[i]);
            if (flag is null || Shebang.FlagOf(flag) == ScriptFlags.None)
                throw Failure("unknown flag given");
            flags.Add(flag);
        }

        return flags;
    }

    private void Add(
        string name, LuaFunction callback, byte[]? description, ScriptFlags flags, IReadOnlyList<string> flagNames)
    {
        if (!LibraryMetadata.IsName(name))
            throw new LuaException(ScriptFields.Failure(Protocol.Errors.InvalidLibraryName));
        var body = new ScriptIdentity(name, callback, flags, IsFunction: true);
        if (!_functions.TryAdd(name, (new FunctionDescription(name, description, flagNames), body)))
            throw Failure("Function already exists in the library");
    }

    private static string? TextOf(LuaValue value) =>
        value.TryConvertToString(out LuaString? text) ? Encoding.Latin1.GetString(text.Span) : null;

    private static LuaException Failure(string reason) =>
        new(ScriptFields.Failure(Encoding.UTF8.GetBytes("ERR " + reason)));
}
