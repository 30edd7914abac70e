using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.Acl;

/// <summary>The rules of which users are made.</summary>
public sealed class AclRuleTests(ReferenceRedis reference) : AclTests(reference)
{
    private const string Hash = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b";

    [Theory]
    [InlineData("on off ON")]
    [InlineData("nopass >secret")]
    [InlineData(">secret >other >secret <other")]
    [InlineData(">secret resetpass")]
    [InlineData(">secret nopass")]
    [InlineData("<secret")]
    [InlineData(">s\u00e9same \"><\" > <")]
    [InlineData("#" + Hash)]
    [InlineData("#" + Hash + " !" + Hash)]
    [InlineData("#" + Hash + " <secret")]
    [InlineData("!" + Hash)]
    [InlineData("#2BB80D537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b")]
    [InlineData("#abc")]
    [InlineData("!abc")]
    [InlineData("#")]
    [InlineData("sanitize-payload")]
    [InlineData("skip-sanitize-payload")]
    [InlineData("skip-sanitize-payload sanitize-payload")]
    [InlineData("on >secret ~a &b +get (~c +set) sanitize-payload reset")]
    [InlineData("\"\"")]
    [InlineData("nope")]
    [InlineData("\"on\\x00off\"")]
    [InlineData("\" on\"")]
    public Task Flags_and_passwords(string rules) => CompareRulesAsync(rules);

    [Theory]
    [InlineData("~a* ~b ~a* ~")]
    [InlineData("allkeys")]
    [InlineData("~*")]
    [InlineData("ALLKEYS resetkeys ~x")]
    [InlineData("~a allkeys resetkeys")]
    [InlineData("~* ~a")]
    [InlineData("allkeys %R~a")]
    [InlineData("allkeys %X~a")]
    [InlineData("%R~a %W~b %RW~c %wr~d %r~e")]
    [InlineData("%R~a %W~a")]
    [InlineData("%R~a ~a")]
    [InlineData("%R~* %W~*")]
    [InlineData("%RW~*")]
    [InlineData("%RR~a")]
    [InlineData("%RWR~a")]
    [InlineData("%")]
    [InlineData("%R")]
    [InlineData("%X~a")]
    [InlineData("%R~")]
    [InlineData("\"~a b\"")]
    [InlineData("\"~a\\x00\"")]
    [InlineData("\"~\\xff\\xfe\"")]
    [InlineData("\"%R~a\\tb\"")]
    public Task Keys(string rules) => CompareRulesAsync(rules);

    [Theory]
    [InlineData("&a* &b &a* &")]
    [InlineData("allchannels")]
    [InlineData("&*")]
    [InlineData("allchannels resetchannels &x")]
    [InlineData("&a allchannels")]
    [InlineData("&* &a")]
    [InlineData("\"&a b\"")]
    [InlineData("\"&a\\x00\"")]
    public Task Channels(string rules) => CompareRulesAsync(rules);

    [Theory]
    [InlineData("+@all")]
    [InlineData("allcommands")]
    [InlineData("allcommands nocommands")]
    [InlineData("+get +SET +config|get +CONFIG|SET")]
    [InlineData("+config -config|set")]
    [InlineData("-config +config|set")]
    [InlineData("+@all -config")]
    [InlineData("+@all -config +config|get")]
    [InlineData("+@all -@dangerous -@admin +@read")]
    [InlineData("+@read +@write -@dangerous")]
    [InlineData("+@STRING +@hash +@list +@set +@sortedset")]
    [InlineData("+@read -get -mget -strlen")]
    [InlineData("+@all -debug -keys -flushall -flushdb -shutdown")]
    [InlineData("+@scripting +@transaction +@pubsub +@connection")]
    [InlineData("+@fast")]
    [InlineData("+@slow -@admin")]
    [InlineData("+@all -@all")]
    [InlineData("+@all -@slow")]
    [InlineData("+@geo +@bitmap +@hyperloglog +@stream")]
    [InlineData("-@keyspace +@keyspace")]
    [InlineData("+@blocking -@blocking")]
    [InlineData("+psync +replconf +ping")]
    [InlineData("+cluster|slots +cluster|nodes +readonly +module|list +client|tracking")]
    [InlineData("+@all -acl -acl|whoami +acl|whoami")]
    [InlineData("+select|0 +select|1 +SELECT|0")]
    [InlineData("+select|0 -select")]
    [InlineData("+select|0 +select")]
    [InlineData("+select +select|0")]
    [InlineData("+select|0 +@connection -@connection")]
    [InlineData("+select|0 +@all")]
    [InlineData("+get|a\u00e9 +debug|object")]
    [InlineData("+nope")]
    [InlineData("-nope")]
    [InlineData("+@nope")]
    [InlineData("-@nope")]
    [InlineData("+@")]
    [InlineData("-@")]
    [InlineData("+")]
    [InlineData("-")]
    [InlineData("+|")]
    [InlineData("+|x")]
    [InlineData("+get|")]
    [InlineData("+config|")]
    [InlineData("+config|nope")]
    [InlineData("+config|get|x")]
    [InlineData("+config|get|")]
    [InlineData("+nope|x")]
    [InlineData("+select|0|1")]
    [InlineData("-get|x")]
    [InlineData("-config|nope")]
    [InlineData("-config|get")]
    [InlineData("\"+get \"")]
    [InlineData("\"+get\\x00x\"")]
    public Task Commands(string rules) => CompareRulesAsync(rules);

    [Theory]
    [InlineData("(~a +get)")]
    [InlineData("\"(~a +get)\"")]
    [InlineData("\"(~a +get)\" \"(%R~b +@read)\" (&c +publish)")]
    [InlineData("()")]
    [InlineData("( )")]
    [InlineData("(allkeys allchannels allcommands)")]
    [InlineData("(~a +get) clearselectors")]
    [InlineData("(~a +get) reset")]
    [InlineData("(")]
    [InlineData("( (")]
    [InlineData("on (~a")]
    [InlineData("on ~x (~a +get off")]
    [InlineData("(~a (~b +get)")]
    [InlineData("(~a (x) +get)")]
    [InlineData(")")]
    [InlineData("(~a) )")]
    [InlineData("(on)")]
    [InlineData("(>secret)")]
    [InlineData("(~* ~a)")]
    [InlineData("(+nope)")]
    [InlineData("(nope)")]
    [InlineData("(clearselectors)")]
    [InlineData("\"(\\\"~a\\\" '+get')\"")]
    [InlineData("\"(\\\"~a b\\\")\"")]
    [InlineData("\"(\\\"~a)\"")]
    [InlineData("\"(\\\"\\\")\"")]
    [InlineData("\"(~a\\x00 nope)\"")]
    [InlineData("\"(~a\" \"\" \"+get)\"")]
    [InlineData("(+select|0) (+config|get -config)")]
    public Task Selectors(string rules) => CompareRulesAsync(rules);

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"a b\"")]
    [InlineData("\"a\\x00b\"")]
    [InlineData("\"a\\nb\"")]
    [InlineData("\"\\xff\\xfe\"")]
    [InlineData("\"(\"")]
    public Task Names(string name) => CompareUsersAsync($"""
        ACL SETUSER {name} on nopass +@all
        ACL GETUSER {name}
        ACL USERS
        ACL LIST
        ACL DRYRUN {name} PING
        ACL DELUSER {name}
        """);

    [Fact]
    public Task Rules_that_are_refused_leave_the_user_as_it_was() => CompareUsersAsync("""
        ACL SETUSER alice on ~a +get
        ACL SETUSER alice off ~b +set nope
        ACL GETUSER alice
        ACL SETUSER bob on nope
        ACL GETUSER bob
        ACL SETUSER alice +set
        ACL SETUSER alice ~b (~c +del)
        ACL GETUSER alice
        """);

    [Fact]
    public Task New_users_and_selectors_may_use_the_channels_that_the_setting_says() => CompareUsersAsync("""
        CONFIG GET acl-pubsub-default
        CONFIG SET acl-pubsub-default nope
        CONFIG SET acl-pubsub-default allchannels
        CONFIG GET acl-pubsub-default
        ACL SETUSER alice on (~a) (resetchannels &x)
        ACL GETUSER alice
        ACL SETUSER alice resetchannels
        ACL SETUSER alice reset
        ACL LIST
        ACL SETUSER alice &x
        CONFIG SET acl-pubsub-default resetchannels
        ACL SETUSER alice reset
        ACL SETUSER bob
        ACL LIST
        """);

    private Task CompareRulesAsync(string rules) => CompareUsersAsync($"""
        ACL SETUSER alice {rules}
        ACL GETUSER alice
        ACL LIST
        ACL DRYRUN alice GET a
        ACL DRYRUN alice SET c v
        ACL DRYRUN alice CONFIG GET x
        ACL DRYRUN alice CONFIG SET x y
        ACL DRYRUN alice SELECT 0
        ACL DRYRUN alice PUBLISH c m
        """);
}
