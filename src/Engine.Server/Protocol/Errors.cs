using System.Text;

namespace Engine.Server.Protocol;

/// <summary>Every error sentence that clients see, worded as Redis words it, once.</summary>
internal static partial class Errors
{
    public static ReadOnlySpan<byte> Syntax => "ERR syntax error"u8;

    public static ReadOnlySpan<byte> WrongType => "WRONGTYPE Operation against a key holding the wrong kind of value"u8;

    public static ReadOnlySpan<byte> NotAnInteger => "ERR value is not an integer or out of range"u8;

    public static ReadOnlySpan<byte> NotAFloat => "ERR value is not a valid float"u8;

    public static ReadOnlySpan<byte> NoSuchKey => "ERR no such key"u8;

    public static ReadOnlySpan<byte> IndexOutOfRange => "ERR index out of range"u8;

    public static ReadOnlySpan<byte> ZeroRank =>
        "ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... or use negative to "u8 +
        "start from the end of the list"u8;

    public static ReadOnlySpan<byte> NegativeCount => "ERR COUNT can't be negative"u8;

    public static ReadOnlySpan<byte> NegativeMaxLength => "ERR MAXLEN can't be negative"u8;

    public static ReadOnlySpan<byte> Overflow => "ERR increment or decrement would overflow"u8;

    public static ReadOnlySpan<byte> DecrementOverflow => "ERR decrement would overflow"u8;

    public static ReadOnlySpan<byte> NotFinite => "ERR increment would produce NaN or Infinity"u8;

    public static ReadOnlySpan<byte> IncrementNotFinite => "ERR value is NaN or Infinity"u8;

    public static ReadOnlySpan<byte> HashValueNotAnInteger => "ERR hash value is not an integer"u8;

    public static ReadOnlySpan<byte> HashValueNotAFloat => "ERR hash value is not a float"u8;

    public static ReadOnlySpan<byte> ValueOutOfRange => "ERR value is out of range"u8;

    public static ReadOnlySpan<byte> OffsetOutOfRange => "ERR offset is out of range"u8;

    public static ReadOnlySpan<byte> StringTooLong => "ERR string exceeds maximum allowed size (proto-max-bulk-len)"u8;

    public static ReadOnlySpan<byte> NotStrings => "ERR The specified keys must contain string values"u8;

    public static ReadOnlySpan<byte> LengthAndIndexes =>
        "ERR If you want both the length and indexes, please just use IDX."u8;

    public static ReadOnlySpan<byte> TooLongToCompare =>
        "ERR Insufficient memory, transient memory for LCS exceeds proto-max-bulk-len"u8;

    public static ReadOnlySpan<byte> DatabaseOutOfRange => "ERR DB index is out of range"u8;

    public static ReadOnlySpan<byte> InvalidFirstDatabase => "ERR invalid first DB index"u8;

    public static ReadOnlySpan<byte> InvalidSecondDatabase => "ERR invalid second DB index"u8;

    public static ReadOnlySpan<byte> SameObject => "ERR source and destination objects are the same"u8;

    public static ReadOnlySpan<byte> InvalidCursor => "ERR invalid cursor"u8;

    public static ReadOnlySpan<byte> NxExcludesOthers =>
        "ERR NX and XX, GT or LT options at the same time are not compatible"u8;

    public static ReadOnlySpan<byte> GtExcludesLt => "ERR GT and LT options at the same time are not compatible"u8;

    public static ReadOnlySpan<byte> FrequencyNotTracked =>
        "ERR An LFU maxmemory policy is not selected, access frequency not tracked. Please note that when "u8 +
        "switching between policies at runtime LRU and LFU data will take some time to adjust."u8;

    public static ReadOnlySpan<byte> IdleTimeNotTracked =>
        "ERR An LFU maxmemory policy is selected, idle time not tracked. Please note that when switching between "u8 +
        "policies at runtime LRU and LFU data will take some time to adjust."u8;

    public static ReadOnlySpan<byte> OutOfMemory => "OOM command not allowed when used memory > 'maxmemory'."u8;

    public static ReadOnlySpan<byte> ScoresAreNoNumbers =>
        "ERR One or more scores can't be converted into double"u8;

    /// <summary>Ours: in Redis the number overflows.</summary>
    public static ReadOnlySpan<byte> TooManyToSort =>
        "ERR The result has more than 2147483647 elements; use LIMIT or fewer GET patterns"u8;

    public static ReadOnlySpan<byte> BusyKey => "BUSYKEY Target key name already exists."u8;

    public static ReadOnlySpan<byte> NegativeTimeToLive => "ERR Invalid TTL value, must be >= 0"u8;

    public static ReadOnlySpan<byte> NegativeIdleTime => "ERR Invalid IDLETIME value, must be >= 0"u8;

    public static ReadOnlySpan<byte> FrequencyOutOfRange => "ERR Invalid FREQ value, must be >= 0 and <= 255"u8;

    public static ReadOnlySpan<byte> DumpMismatch => "ERR DUMP payload version or checksum are wrong"u8;

    public static ReadOnlySpan<byte> BadDump => "ERR Bad data format"u8;

    /// <summary>Ours: Redis would try to send it.</summary>
    public static ReadOnlySpan<byte> TooLargeToDump =>
        "ERR The value takes more than 1 GiB, which is too much for one reply; copy it in parts"u8;

    public static ReadOnlySpan<byte> NoAuth => "NOAUTH Authentication required."u8;

    public static ReadOnlySpan<byte> NotInsideTransaction => "ERR Command not allowed inside a transaction"u8;

    public static ReadOnlySpan<byte> ExecAborted => "EXECABORT Transaction discarded because of previous errors."u8;

    public static ReadOnlySpan<byte> ExecWithoutMulti => "ERR EXEC without MULTI"u8;

    public static ReadOnlySpan<byte> DiscardWithoutMulti => "ERR DISCARD without MULTI"u8;

    public static ReadOnlySpan<byte> NestedMulti => "ERR MULTI calls can not be nested"u8;

    public static ReadOnlySpan<byte> WatchInsideMulti => "ERR WATCH inside MULTI is not allowed"u8;

    public static ReadOnlySpan<byte> WrongPassword => "WRONGPASS invalid username-password pair or user is disabled."u8;

    public static ReadOnlySpan<byte> NoPasswordConfigured =>
        "ERR AUTH <password> called without any password configured for the default user. Are you sure your "u8 +
        "configuration is correct?"u8;

    public static ReadOnlySpan<byte> ProtocolVersionNotAnInteger =>
        "ERR Protocol version is not an integer or out of range"u8;

    public static ReadOnlySpan<byte> UnsupportedProtocol => "NOPROTO unsupported protocol version"u8;

    public static ReadOnlySpan<byte> HelloWithoutAuth =>
        "NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO AUTH <user> <pass> "u8 +
        "option can be used to authenticate the client and select the RESP protocol version at the same time"u8;

    public static ReadOnlySpan<byte> InvalidClientName =>
        "ERR Client names cannot contain spaces, newlines or special characters."u8;

    public static ReadOnlySpan<byte> InvalidClientId => "ERR Invalid client ID"u8;

    public static ReadOnlySpan<byte> ClientIdNotPositive => "ERR client-id should be greater than 0"u8;

    public static ReadOnlySpan<byte> NoSuchClient => "ERR No such client"u8;

    public static ReadOnlySpan<byte> UnknownPauseMode => "ERR CLIENT PAUSE mode must be WRITE or ALL"u8;

    public static ReadOnlySpan<byte> UnknownUnblockReason => "ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR"u8;

    public static ReadOnlySpan<byte> TimeoutNotAnInteger => "ERR timeout is not an integer or out of range"u8;

    public static ReadOnlySpan<byte> TimeoutNotAFloat => "ERR timeout is not a float or out of range"u8;

    public static ReadOnlySpan<byte> Unblocked => "UNBLOCKED client unblocked via CLIENT UNBLOCK"u8;

    public static ReadOnlySpan<byte> NegativeTimeout => "ERR timeout is negative"u8;

    public static ReadOnlySpan<byte> NoScript => "NOSCRIPT No matching script. Please use EVAL."u8;

    public static ReadOnlySpan<byte> MoreKeysThanArguments =>
        "ERR Number of keys can't be greater than number of args"u8;

    public static ReadOnlySpan<byte> NegativeKeyCount => "ERR Number of keys can't be negative"u8;

    public static ReadOnlySpan<byte> ScriptFlushMode => "ERR SCRIPT FLUSH only support SYNC|ASYNC option"u8;

    public static ReadOnlySpan<byte> ScriptDebugMode => "ERR Use SCRIPT DEBUG YES/SYNC/NO"u8;

    public static ReadOnlySpan<byte> NoScriptDebugger =>
        "ERR There is no script debugger here; run the script on a redis-server to step through it"u8;

    public static ReadOnlySpan<byte> NothingToKill => "NOTBUSY No scripts in execution right now."u8;

    public static ReadOnlySpan<byte> Unkillable =>
        "UNKILLABLE Sorry the script already executed write commands against the dataset. You can either wait the "u8 +
        "script termination or kill the server in a hard way using the SHUTDOWN NOSAVE command."u8;

    public static ReadOnlySpan<byte> BusyScript =>
        "BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE."u8;

    public static ReadOnlySpan<byte> BusyFunction =>
        "BUSY Redis is busy running a script. You can only call FUNCTION KILL or SHUTDOWN NOSAVE."u8;

    public static ReadOnlySpan<byte> FunctionLoadTimeout => "ERR FUNCTION LOAD timeout"u8;

    public static ReadOnlySpan<byte> RegisteredOutsideLoad =>
        "ERR redis.register_function can only be called on FUNCTION LOAD command"u8;

    public static ReadOnlySpan<byte> FunctionNotFound => "ERR Function not found"u8;

    public static ReadOnlySpan<byte> LibraryNotFound => "ERR Library not found"u8;

    public static ReadOnlySpan<byte> BadKeyCount => "ERR Bad number of keys provided"u8;

    public static ReadOnlySpan<byte> NoLibraryMetadata => "ERR Missing library metadata"u8;

    public static ReadOnlySpan<byte> InvalidLibraryMetadata => "ERR Invalid library metadata"u8;

    public static ReadOnlySpan<byte> NoLibraryName => "ERR Library name was not given"u8;

    public static ReadOnlySpan<byte> SeveralLibraryNames =>
        "ERR Invalid metadata value, name argument was given multiple times"u8;

    public static ReadOnlySpan<byte> InvalidLibraryName =>
        "ERR Library names can only contain letters, numbers, or underscores(_) and must be at least one character "u8 +
        "long"u8;

    public static ReadOnlySpan<byte> NoFunctionsRegistered => "ERR No functions registered"u8;

    public static ReadOnlySpan<byte> NoLibraryPattern => "ERR library name argument was not given"u8;

    public static ReadOnlySpan<byte> CorruptFunctions => "ERR given type is not a function"u8;

    public static ReadOnlySpan<byte> FunctionFlushMode => "ERR FUNCTION FLUSH only supports SYNC|ASYNC option"u8;

    public static ReadOnlySpan<byte> WrongRestorePolicy =>
        "ERR Wrong restore policy given, value should be either FLUSH, APPEND or REPLACE."u8;

    public static ReadOnlySpan<byte> ScriptMayWrite =>
        "ERR Can not execute a script with write flag using *_ro command."u8;

    public static ReadOnlySpan<byte> ScriptDeniedMemory =>
        "OOM allow-oom flag is not set on the script, can not run it when used memory > 'maxmemory'"u8;

    public static ReadOnlySpan<byte> InvalidShebang => "ERR Invalid script shebang"u8;

    public static ReadOnlySpan<byte> InvalidShebangWords => "ERR Invalid engine in script shebang"u8;

    public static ReadOnlySpan<byte> ReplyTooDeep => "ERR reached lua stack limit"u8;

    public static ReadOnlySpan<byte> ScriptCallsNothing =>
        "ERR Please specify at least one argument for this redis lib call"u8;

    public static ReadOnlySpan<byte> ScriptArgumentType =>
        "ERR Lua redis lib command arguments must be strings or integers"u8;

    public static ReadOnlySpan<byte> ScriptCallsUnknown => "ERR Unknown Redis command called from script"u8;

    public static ReadOnlySpan<byte> ScriptCallArity =>
        "ERR Wrong number of args calling Redis command from script"u8;

    public static ReadOnlySpan<byte> NotFromScript => "ERR This Redis command is not allowed from script"u8;

    public static ReadOnlySpan<byte> ReadOnlyScript =>
        "ERR Write commands are not allowed from read-only scripts."u8;

    public static ReadOnlySpan<byte> WrongArgumentCount => "ERR wrong number of arguments"u8;

    public static ReadOnlySpan<byte> WrongArgumentType => "ERR wrong number or type of arguments"u8;

    public static ReadOnlySpan<byte> LogNeedsTwoArguments => "ERR redis.log() requires two arguments or more."u8;

    public static ReadOnlySpan<byte> LogLevelNotANumber =>
        "ERR First argument must be a number (log level)."u8;

    public static ReadOnlySpan<byte> UnknownLogLevel => "ERR Invalid debug level."u8;

    public static ReadOnlySpan<byte> SetRespNeedsOneArgument => "ERR redis.setresp() requires one argument."u8;

    public static ReadOnlySpan<byte> UnknownScriptProtocol => "ERR RESP version must be 2 or 3."u8;

    public static ReadOnlySpan<byte> SetReplicationNeedsTwoArguments =>
        "ERR redis.set_repl() requires two arguments."u8;

    public static ReadOnlySpan<byte> UnknownReplicationTargets =>
        "ERR Invalid replication flags. Use REPL_AOF, REPL_REPLICA, REPL_ALL or REPL_NONE."u8;

    public static ReadOnlySpan<byte> AclCheckOfUnknown => "ERR Invalid command passed to redis.acl_check_cmd()"u8;

    /// <summary>A script raised a table without a sentence, which ends redis-server 7.0.15 itself.</summary>
    public static ReadOnlySpan<byte> ScriptRaisedTable => "ERR the script raised a table without a field err"u8;

    public static ReadOnlySpan<byte> MaxClientsReached => "ERR max number of clients reached"u8;

    public static ReadOnlySpan<byte> NoMonitorInTransaction =>
        "ERR MONITOR isn't allowed for DENY BLOCKING client"u8;

    /// <summary>Redis counts a monitor among the replicas, which is why no pause holds it back.</summary>
    public static ReadOnlySpan<byte> MonitorUsesKeyspace => "ERR Replica can't interact with the keyspace"u8;

    public static ReadOnlySpan<byte> SlowLogCount => "ERR count should be greater than or equal to -1"u8;

    public static ReadOnlySpan<byte> NoShutdown => "ERR No shutdown in progress."u8;

    public static ReadOnlySpan<byte> DebugDatabaseOutOfRange => "ERR Out of range database"u8;

    public static ReadOnlySpan<byte> NotAListPack => "ERR Not a listpack encoded object."u8;

    public static ReadOnlySpan<byte> NotAQuickList => "ERR Not a quicklist encoded object."u8;

    public static ReadOnlySpan<byte> InvalidPackedThreshold =>
        "ERR argument must be a memory value bigger than 1 and smaller than 4gb"u8;

    public static ReadOnlySpan<byte> NotPositive => "ERR value is out of range, must be positive"u8;

    public static ReadOnlySpan<byte> KeyCountNotPositive => "ERR numkeys should be greater than 0"u8;

    public static ReadOnlySpan<byte> TooFewKeys => "ERR Number of keys can't be greater than number of args"u8;

    public static ReadOnlySpan<byte> ScoreBoundNotAFloat => "ERR min or max is not a float"u8;

    public static ReadOnlySpan<byte> InvalidMemberLimit => "ERR min or max not valid string range item"u8;

    public static ReadOnlySpan<byte> LimitOfRanks =>
        "ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX"u8;

    public static ReadOnlySpan<byte> ScoresOfMemberRange =>
        "ERR syntax error, WITHSCORES not supported in combination with BYLEX"u8;

    public static ReadOnlySpan<byte> ScoreNotANumber => "ERR resulting score is not a number (NaN)"u8;

    public static ReadOnlySpan<byte> XxExcludesNx =>
        "ERR XX and NX options at the same time are not compatible"u8;

    public static ReadOnlySpan<byte> GtLtAndNxExcludeEachOther =>
        "ERR GT, LT, and/or NX options at the same time are not compatible"u8;

    public static ReadOnlySpan<byte> IncrementOfSeveral =>
        "ERR INCR option supports a single increment-element pair"u8;

    public static ReadOnlySpan<byte> WeightNotAFloat => "ERR weight value is not a float"u8;

    public static ReadOnlySpan<byte> NegativeLimit => "ERR LIMIT can't be negative"u8;

    public static ReadOnlySpan<byte> CountNotPositive => "ERR count should be greater than 0"u8;

    public static ReadOnlySpan<byte> UnknownProtocolType =>
        "ERR Wrong protocol type name. Please use one of the following: "u8 +
        "string|integer|double|bignum|null|array|set|map|attrib|push|verbatim|true|false"u8;

    public static ReadOnlySpan<byte> NotInResp2 => "ERR RESP2 is not supported by this command"u8;

    public static ReadOnlySpan<byte> InvalidCommand => "ERR Invalid command specified"u8;

    public static ReadOnlySpan<byte> NoKeyArguments => "ERR The command has no key arguments"u8;

    public static ReadOnlySpan<byte> InvalidArgumentCount => "ERR Invalid number of arguments specified for command"u8;

    public static ReadOnlySpan<byte> InvalidArguments => "ERR Invalid arguments specified for command"u8;

    public static ReadOnlySpan<byte> NoConfigFile => "ERR The server is running without a config file"u8;

    public static string ScriptDoesNotCompile(string reason) =>
        $"ERR Error compiling script (new function): {reason}";

    /// <summary>An error of Lua that never reached the handler which gives errors their place.</summary>
    public static string ScriptFailed(string script, string reason) =>
        $"ERR Error running script {script}, {reason}";

    /// <summary>What follows the sentence of an error that a script raised.</summary>
    public static string ScriptPlace(string script, string source, string line) =>
        $" script: {script}, on {source}:{line}.";

    public static string ScriptKilled(string script, string source, int line) =>
        $"ERR Script killed by user with SCRIPT KILL...{ScriptPlace(script, source, $"{line}")}";

    public static string UnknownLibraryEngine(string engine) => $"ERR Engine '{engine}' not found";

    public static string InvalidLibraryOption(string option) => $"ERR Invalid metadata value given: {option}";

    public static string LibraryExists(string name) => $"ERR Library '{name}' already exists";

    /// <summary>FUNCTION RESTORE words it without quotes.</summary>
    public static string RestoredLibraryExists(string name) => $"ERR Library {name} already exists";

    public static string FunctionExists(string name) => $"ERR Function {name} already exists";

    public static string FunctionDoesNotCompile(string reason) => $"ERR Error compiling function: {reason}";

    public static string FunctionsNotRegistered(string reason) => $"ERR Error registering functions: {reason}";

    public static string UnknownFunctionOption(string option) => $"ERR Unknown option given: {option}";

    public static string UnknownFunctionArgument(string argument) => $"ERR Unknown argument {argument}";

    public static string UnexpectedScriptEngine(string engine) =>
        $"ERR Unexpected engine in script shebang: {engine}";

    public static string UnexpectedScriptFlag(string flag) => $"ERR Unexpected flag in script shebang: {flag}";

    public static string UnknownShebangOption(string option) => $"ERR Unknown lua shebang option: {option}";

    public static string UnknownConfigOption(string name) =>
        $"ERR Unknown option or number of arguments for CONFIG SET - '{name}'";

    /// <summary>A reason for <see cref="ConfigSetFailed"/>, as are the next two.</summary>
    public const string TlsNotUpdated = "Unable to update TLS configuration. Check server logs.";

    public const string CannotListen = "Unable to listen on this port. Check server logs.";

    public const string CannotBind = "Failed to bind to specified addresses.";

    public static string TooManyClients(long most) =>
        $"The operating system is not able to handle the specified number of clients, try with {most}";

    public static string ConfigSetFailed(string name, string reason) =>
        $"ERR CONFIG SET failed (possibly related to argument '{name}') - {reason}";

    public static string ConfigRewriteFailed(string reason) => $"ERR Rewriting config file: {reason}";

    public static string NoInputKeys(string fullName) => $"ERR at least 1 input key is needed for '{fullName}' command";

    public static string WrongArity(string fullName) => $"ERR wrong number of arguments for '{fullName}' command";

    public static string UnknownSubcommand(ReadOnlySpan<byte> name, ReadOnlySpan<byte> command) =>
        $"ERR unknown subcommand '{Quoted(name, 128)}'. Try {Quoted(command, command.Length).ToUpperInvariant()} HELP.";

    public static string NoLatencySamples(ReadOnlySpan<byte> eventName) =>
        $"ERR No samples available for event '{Quoted(eventName, eventName.Length)}'";

    public static string OutOfRange(long lowest, long highest) =>
        $"ERR value is out of range, value must between {lowest} and {highest}";

    public static string UnsupportedOption(ReadOnlySpan<byte> option) =>
        $"ERR Unsupported option {Quoted(option, int.MaxValue)}";

    public static string SubcommandSyntax(ReadOnlySpan<byte> name, string command) =>
        $"ERR unknown subcommand or wrong number of arguments for '{Quoted(name, 128)}'. "
        + $"Try {command.ToUpperInvariant()} HELP.";

    public static string UnknownHelloOption(ReadOnlySpan<byte> option) =>
        $"ERR Syntax error in HELLO option '{Quoted(option, option.Length)}'";

    public static string UnknownClientType(ReadOnlySpan<byte> type) =>
        $"ERR Unknown client type '{Quoted(type, type.Length)}'";

    public static string UnknownUser(ReadOnlySpan<byte> name) => $"ERR No such user '{Quoted(name, name.Length)}'";

    public static string NotWhileBlockingIsDenied(string command) =>
        $"ERR {command.ToUpperInvariant()} isn't allowed for a DENY BLOCKING client";

    /// <summary>EXEC itself was refused: the reason stands without its code, unless that says more than ERR.</summary>
    public static string ExecAbortedBecause(string refusal)
    {
        const string Code = "ERR ";
        string reason = refusal.StartsWith(Code, StringComparison.Ordinal) ? refusal[Code.Length..] : refusal;
        return $"EXECABORT Transaction discarded because of: {reason}";
    }

    public static string ProtectedCommand(string name, string option) =>
        $"ERR {name.ToUpperInvariant()} command not allowed. If the {option} option is set to \"local\", "
        + "you can run it from a local connection, otherwise you need to set this option in the configuration file, "
        + "and then restart the server.";

    public static string InvalidExpire(string command) => $"ERR invalid expire time in '{command}' command";

    public static string NotWhileSubscribed(string fullName) =>
        $"ERR Can't execute '{fullName}': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET "
        + "are allowed in this context";

    public static string UnknownCommand(in Request request)
    {
        const int ShownLength = 128;
        var arguments = new StringBuilder();
        for (int i = 1; i < request.Count && arguments.Length < ShownLength; i++)
            arguments.Append('\'').Append(Quoted(request[i], ShownLength - arguments.Length)).Append("' ");
        return $"ERR unknown command '{Quoted(request[0], ShownLength)}', with args beginning with: {arguments}";
    }

    /// <summary>The bytes as they came, one character each, cut at a length and, as in C, at a NUL.</summary>
    private static string Quoted(ReadOnlySpan<byte> text, int length)
    {
        int end = text.IndexOf((byte)0);
        if (end >= 0)
            text = text[..end];
        return Encoding.Latin1.GetString(text.Length > length ? text[..length] : text);
    }
}
