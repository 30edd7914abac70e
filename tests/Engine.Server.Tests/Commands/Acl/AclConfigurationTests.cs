using Redis.Fixtures.Resp;

namespace Engine.Server.Tests.Commands.Acl;

/// <summary>Users in options and in redis.conf. Refusals are worded as redis-server 7.0.15 words them.</summary>
public sealed class AclConfigurationTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Users_of_the_options_log_in()
    {
        var options = new EngineOptions
        {
            Port = -1,
            RequirePassword = "default secret",
            Users = { "alice on \">s\\xc3\\xa9same\" ~a* (~b* +get) +@read", "bob off" },
        };
        await using EngineServer engine = await EngineServer.StartAsync(options);
        await using var client = new RespClient(engine.Connect());
        Assert.StartsWith("NOAUTH", (await client.CallAsync("GET", "a")).Text);
        Assert.Equal("OK", (await client.CallAsync("AUTH", "default secret")).Text);
        Assert.Equal(3, (await client.CallAsync("ACL", "USERS")).Items.Count);
        Assert.Equal("OK", (await client.CallAsync("AUTH", "alice", "s\u00e9same")).Text);
        Assert.True((await client.CallAsync("GET", "b1")).IsNull);
        Assert.StartsWith("NOPERM", (await client.CallAsync("SET", "a", "1")).Text);
    }

    [Theory]
    [InlineData("user alice on nope", "Error in user declaration 'alice': Syntax error")]
    [InlineData("user alice #x", "Error in user declaration 'user': The password hash must be exactly 64 characters "
        + "and contain only lowercase hexadecimal characters")]
    [InlineData("user alice (~a", "Error in user declaration '(~a': Syntax error")]
    [InlineData("user", "Bad directive or wrong number of arguments")]
    [InlineData("user alice on\nuser alice off", "Error in user declaration 'alice': Duplicate user found. A user can "
        + "only be defined once in config files")]
    [InlineData("rename-command get", "Bad directive or wrong number of arguments")]
    public void A_declaration_that_is_wrong_is_refused_with_its_line(string lines, string refusal)
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, lines);
            string[] all = lines.Split('\n');
            FormatException failure = Assert.Throws<FormatException>(() => EngineOptions.Parse([file]));
            Assert.Equal(
                $"Reading the configuration file, at line {all.Length}\n>>> '{all[^1]}'\n{refusal}", failure.Message);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("alice on +nope", "Error loading ACL rule '+nope' for the user named 'alice': Unknown command or "
        + "category name in ACL")]
    [InlineData("alice (~a", "A parenthesis is not closed in the rules of the user 'alice'; end them with ')'.")]
    [InlineData("", "A user of Users is ''; it must begin with a name without spaces.")]
    [InlineData("\"a b\" on", "A user of Users is '\"a b\" on'; it must begin with a name without spaces.")]
    public async Task An_engine_does_not_start_with_a_user_that_is_wrong(string user, string refusal)
    {
        var options = new EngineOptions { Port = -1, Users = { user } };
        ArgumentException failure =
            await Assert.ThrowsAsync<ArgumentException>(() => EngineServer.StartAsync(options));
        Assert.Equal(refusal, failure.Message);
    }

    [Fact]
    public async Task Users_stand_in_the_options_or_in_a_file()
    {
        var twice = new EngineOptions { Port = -1, Users = { "alice on", "alice off" } };
        await Assert.ThrowsAsync<ArgumentException>(() => EngineServer.StartAsync(twice));
        var both = new EngineOptions { Port = -1, Users = { "alice on" }, AclFile = "users.acl" };
        ArgumentException failure = await Assert.ThrowsAsync<ArgumentException>(() => EngineServer.StartAsync(both));
        Assert.StartsWith("Configuring Redis with users defined in redis.conf and at the same", failure.Message);
    }

    [Fact]
    public async Task Users_are_written_to_the_configuration_file()
    {
        string file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(
                file, "port 0\nuser alice on >secret ~a +get\n# users\nuser bob off\nrename-command debug \"\"\n",
                Cancellation);
            await using EngineServer engine = await EngineServer.StartAsync(EngineOptions.Parse([file]));
            await using var client = new RespClient(engine.Connect());
            await client.CallAsync("ACL", "SETUSER", "carol", "on", "nopass", "+@all", "(~x", "&y)");
            await client.CallAsync("ACL", "DELUSER", "bob");
            Assert.Equal("OK", (await client.CallAsync("CONFIG", "REWRITE")).Text);
            string[] users = [.. (await client.CallAsync("ACL", "LIST")).Items.Select(user => user.Text)];
            string[] lines = await File.ReadAllLinesAsync(file, Cancellation);
            Assert.Equal(
                ["port 0", users[0], "# users", users[1], "rename-command debug \"\"", "# Generated by CONFIG REWRITE"],
                lines[..6]);
            Assert.Contains(users[2], lines);

            await using EngineServer again = await EngineServer.StartAsync(EngineOptions.Parse([file]));
            await using var second = new RespClient(again.Connect());
            // As in Redis, a user that is declared has been reset first, which says so.
            users[2] = users[2].Replace("nopass", "nopass sanitize-payload", StringComparison.Ordinal);
            Assert.Equal(users, (await second.CallAsync("ACL", "LIST")).Items.Select(user => user.Text));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
