namespace Engine.Server.Protocol;

/// <content>Users, and what they may not do.</content>
internal static partial class Errors
{
    public const string UnknownInRule = "Unknown command or category name in ACL";

    public const string RuleSyntax = "Syntax error";

    public const string KeysAfterAll =
        "Adding a pattern after the * pattern (or the 'allkeys' flag) is not valid and does not have any effect. "
        + "Try 'resetkeys' to start with an empty list of patterns";

    public const string ChannelsAfterAll =
        "Adding a pattern after the * pattern (or the 'allchannels' flag) is not valid and does not have any effect. "
        + "Try 'resetchannels' to start with an empty list of channels";

    public const string NoSuchPassword = "The password you are trying to remove from the user does not exist";

    public const string InvalidPasswordHash =
        "The password hash must be exactly 64 characters and contain only lowercase hexadecimal characters";

    public const string DuplicateUser = "Duplicate user found. A user can only be defined once in config files";

    public const string FirstArgumentOfSubcommand = "Allowing first-arg of a subcommand is not supported";

    public const string UsersInBothPlaces =
        "Configuring Redis with users defined in redis.conf and at the same setting an ACL file path is invalid. This "
        + "setup is very likely to lead to configuration errors and security holes, please define either an ACL file "
        + "or declare users directly in your redis.conf, but not both.";

    /// <summary>Ends the list of all that is wrong with a file.</summary>
    public const string UsersNotLoaded =
        "WARNING: ACL errors detected, no change to the previously active ACL rules was performed";

    public static ReadOnlySpan<byte> NoPermissionForKey =>
        "NOPERM this user has no permissions to access one of the keys used as arguments"u8;

    public static ReadOnlySpan<byte> NoPermissionForChannel =>
        "NOPERM this user has no permissions to access one of the channels used as arguments"u8;

    public static ReadOnlySpan<byte> InvalidUserName => "ERR Usernames can't contain spaces or null characters"u8;

    public static ReadOnlySpan<byte> DefaultUserStays => "ERR The 'default' user cannot be removed"u8;

    public static ReadOnlySpan<byte> NoUserFile =>
        "ERR This Redis instance is not configured to use an ACL file. You may want to specify users via the ACL "u8 +
        "SETUSER command and then issue a CONFIG REWRITE (assuming you have a Redis configuration file set) in order "u8
        + "to store users in the Redis configuration."u8;

    public static ReadOnlySpan<byte> UsersNotSaved =>
        "ERR There was an error trying to save the ACLs. Please check the server logs for more information"u8;

    public static ReadOnlySpan<byte> PasswordBits =>
        "ERR ACL GENPASS argument must be the number of bits for the output password, a positive number up to 4096"u8;

    public static ReadOnlySpan<byte> SortByDenied =>
        "ERR BY option of SORT denied due to insufficient ACL permissions."u8;

    public static ReadOnlySpan<byte> SortGetDenied =>
        "ERR GET option of SORT denied due to insufficient ACL permissions."u8;

    public static ReadOnlySpan<byte> ScriptUserDeniedCommand =>
        "ERR The user executing the script can't run this command or subcommand"u8;

    public static ReadOnlySpan<byte> ScriptUserDeniedKey =>
        "ERR The user executing the script can't access at least one of the keys mentioned in the command arguments"u8;

    public static ReadOnlySpan<byte> ScriptUserDeniedChannel =>
        "ERR The user executing the script can't publish to the channel mentioned in the command"u8;

    /// <summary>Sent instead of a welcome, and the connection ends.</summary>
    public static ReadOnlySpan<byte> ProtectedMode =>
        "DENIED Redis is running in protected mode because protected mode is enabled and no password is set for the "u8
        + "default user. In this mode connections are only accepted from the loopback interface. If you want to "u8
        + "connect from external computers to Redis you may adopt one of the following solutions: 1) Just disable "u8
        + "protected mode sending the command 'CONFIG SET protected-mode no' from the loopback interface by "u8
        + "connecting to Redis from the same host the server is running, however MAKE SURE Redis is not publicly "u8
        + "accessible from internet if you do so. Use CONFIG REWRITE to make this change permanent. 2) "u8
        + "Alternatively you can just disable the protected mode by editing the Redis configuration file, and "u8
        + "setting the protected mode option to 'no', and then restarting the server. 3) If you started the server "u8
        + "manually just for testing, restart it with the '--protected-mode no' option. 4) Setup a an "u8
        + "authentication password for the default user. NOTE: You only need to do one of the above things in order "u8
        + "for the server to start accepting connections from the outside."u8;

    public static string NoPermissionForCommand(string fullName) =>
        $"NOPERM this user has no permissions to run the '{fullName}' command";

    /// <summary>EXEC: what was allowed when it was queued is not any more.</summary>
    public static string NoPermissionAnyMore(string reason) =>
        "NOPERM ACLs rules changed between the moment the transaction was accumulated and the EXEC call. "
        + $"This command is no longer allowed for the following reason: {reason}";

    public static string UnmatchedParenthesis(string rule) =>
        $"ERR Unmatched parenthesis in acl selector starting at '{rule}'.";

    public static string RuleRefused(string rule, string refusal) =>
        $"ERR Error in ACL SETUSER modifier '{rule}': {refusal}";

    public static string UnknownCategory(ReadOnlySpan<byte> name) => $"ERR Unknown category '{Quoted(name, 128)}'";

    public static string UserNotFound(ReadOnlySpan<byte> name) => $"ERR User '{Quoted(name, name.Length)}' not found";

    public static string CommandNotFound(ReadOnlySpan<byte> name) =>
        $"ERR Command '{Quoted(name, name.Length)}' not found";

    /// <summary>What ACL DRYRUN replies with, which is no error.</summary>
    public static string DryRunDeniesCommand(string fullName) =>
        $"This user has no permissions to run the '{fullName}' command";

    public static string DryRunDeniesKey(ReadOnlySpan<byte> key) =>
        $"This user has no permissions to access the '{Quoted(key, key.Length)}' key";

    public static string DryRunDeniesChannel(ReadOnlySpan<byte> channel) =>
        $"This user has no permissions to access the '{Quoted(channel, channel.Length)}' channel";

    public static string UserDeclaration(string word, string refusal) =>
        $"Error in user declaration '{word}': {refusal}";

    public static string ConfiguredRuleRefused(string rule, string user, string refusal) =>
        $"Error loading ACL rule '{rule}' for the user named '{user}': {refusal}";

    public static string UserFileUnreadable(string file, string reason) =>
        $"Error loading ACLs, opening file '{file}': {reason}";

    public static string UserLineStart(string file, int line) =>
        $"{file}:{line} should start with user keyword followed by the username. ";

    public static string InvalidUserNameInFile(string file, int line, string name) =>
        $"'{file}:{line}: username '{name}' contains invalid characters. ";

    public static string DuplicateUserInFile(string name, int line) =>
        $"WARNING: Duplicate user '{name}' found on line {line}. ";

    public static string UnmatchedParenthesisInFile(string file, int line) =>
        $"{file}:{line}: Unmatched parenthesis in selector definition.";

    public static string UnknownInUserFile(string file, int line, string rule) =>
        $"{file}:{line}: Error in applying operation '{rule}': {UnknownInRule}. ";

    public static string RuleRefusedInFile(string file, int line, string refusal) => $"{file}:{line}: {refusal}. ";
}
