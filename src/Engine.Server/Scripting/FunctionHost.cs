using System.Diagnostics.CodeAnalysis;
using System.Text;
using Engine.Lua.Values;
using Engine.Server.Commands;
using Engine.Server.Commands.Scripting;
using Engine.Server.Protocol;

namespace Engine.Server.Scripting;

/// <summary>The libraries of functions, and the functions by their names in any letter case.</summary>
internal sealed class FunctionHost : IFunctionHost
{
    private const int FirstKey = 3;

    private readonly ScriptRunner _runner;
    private FunctionEnvironment _environment;
    private SortedDictionary<string, LoadedLibrary> _libraries = new(StringComparer.Ordinal);
    private Dictionary<string, ScriptIdentity> _functions = new(StringComparer.OrdinalIgnoreCase);

    public FunctionHost(ScriptRunner runner)
    {
        _runner = runner;
        _environment = new FunctionEnvironment(runner);
    }

    public IReadOnlyCollection<FunctionLibrary> Libraries => [.. _libraries.Values.Select(library => library.Shown)];

    public RunningFunction? Running => _runner.Current is { IsFunction: true, Request: { } request } run
        ? new RunningFunction(run.Name, request, run.ElapsedMilliseconds())
        : null;

    public void Call(ref CommandContext context, bool isReadOnly)
    {
        if (!TryFind(context[1], out ScriptIdentity? function))
        {
            context.Reply.Error(Errors.FunctionNotFound);
            return;
        }

        if (!ScriptingCommands.TryReadKeyCount(context, Errors.BadKeyCount, out int keyCount)
            || !ScriptRunner.Allows(context, function.Flags, isReadOnly))
        {
            return;
        }

        Request request = context.Request;
        LuaTable keys = _environment.Scripts.ToTable(request, FirstKey, FirstKey + keyCount);
        LuaTable arguments = _environment.Scripts.ToTable(request, FirstKey + keyCount, request.Count);
        _runner.Run(ref context, _environment.Scripts, function, isReadOnly, keys, arguments);
    }

    public CommandFlags RefineFlags(in Request request, CommandFlags flags) =>
        TryFind(request[1], out ScriptIdentity? function) ? function.Flags.Refine(flags) : flags;

    public string? Load(ReadOnlySpan<byte> code, bool replaces, out string error)
    {
        int metadata = LibraryMetadata.Read(code, out string name, out error);
        if (metadata < 0)
            return null;
        if (!replaces && _libraries.ContainsKey(name))
        {
            error = Errors.LibraryExists(name);
            return null;
        }

        if (_environment.Load(code[metadata..], out error) is not { } registration)
            return null;
        var shown = new FunctionLibrary(name, code.ToArray(), registration.Descriptions);
        return TryAdd(new LoadedLibrary(shown, registration.Bodies), out error) ? name : null;
    }

    public bool TryRestore(IReadOnlyList<byte[]> codes, RestorePolicy policy, [NotNullWhen(false)] out string? error)
    {
        (var libraries, var functions, var environment) = (_libraries, _functions, _environment);
        if (policy == RestorePolicy.Flush)
            Flush();
        else
            CopyOnWrite();
        foreach (byte[] code in codes)
        {
            if (TryRestore(code, policy, out error))
                continue;
            (_libraries, _functions, _environment) = (libraries, functions, environment);
            return false;
        }

        error = null;
        return true;
    }

    public bool Delete(string library)
    {
        if (!_libraries.Remove(library, out LoadedLibrary? removed))
            return false;
        foreach (ScriptIdentity function in removed.Functions)
            _functions.Remove(function.Name);
        return true;
    }

    public void Flush()
    {
        _libraries = new SortedDictionary<string, LoadedLibrary>(StringComparer.Ordinal);
        _functions = new Dictionary<string, ScriptIdentity>(StringComparer.OrdinalIgnoreCase);
        _environment = new FunctionEnvironment(_runner);
    }

    public KillOutcome Kill() => _runner.Kill(isFunction: true);

    private bool TryFind(ReadOnlySpan<byte> name, [NotNullWhen(true)] out ScriptIdentity? function) =>
        _functions.TryGetValue(Encoding.Latin1.GetString(name), out function);

    private void CopyOnWrite()
    {
        _libraries = new SortedDictionary<string, LoadedLibrary>(_libraries, StringComparer.Ordinal);
        _functions = new Dictionary<string, ScriptIdentity>(_functions, StringComparer.OrdinalIgnoreCase);
    }

    private bool TryRestore(byte[] code, RestorePolicy policy, [NotNullWhen(false)] out string? error)
    {
        error = null;
        if (LibraryMetadata.Read(code, out string name, out _) >= 0
            && policy == RestorePolicy.Append && _libraries.ContainsKey(name))
        {
            error = Errors.RestoredLibraryExists(name);
        }
        else if (Load(code, policy == RestorePolicy.Replace, out string refusal) is null)
        {
            error = refusal;
        }

        return error is null;
    }

    /// <summary>Adds a library in the place of one of its name, unless a third one has one of its functions.</summary>
    private bool TryAdd(LoadedLibrary library, out string error)
    {
        error = "";
        _libraries.TryGetValue(library.Shown.Name, out LoadedLibrary? replaced);
        foreach (ScriptIdentity function in library.Functions)
        {
            if (!_functions.TryGetValue(function.Name, out ScriptIdentity? taken)
                || (replaced is not null && replaced.Functions.Contains(taken)))
            {
                continue;
            }

            error = Errors.FunctionExists(function.Name);
            return false;
        }

        Delete(library.Shown.Name);
        _libraries.Add(library.Shown.Name, library);

        // A library may have names that differ by letter case alone, of which one can be called. In Redis that is a
        // matter of chance; here it is the first in the order of bytes.
        foreach (ScriptIdentity function in library.Functions)
            _functions.TryAdd(function.Name, function);
        return true;
    }
}
