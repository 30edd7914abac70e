using Tour.Chapters;

namespace Tour.Tests.Chapters;

public sealed class InvariantsTests
{
    [Fact]
    public void Checks_are_counted_whether_they_hold_or_not()
    {
        var invariants = new Invariants();
        invariants.Require("Cats are grey", holds: true, "one was black");
        invariants.Require("Cats are grey", holds: false, "one was white");
        invariants.Require("Dogs bark", holds: true, "one sang");

        Assert.Equal(
            [new("Cats are grey", new(Held: 1, Checked: 2)), new("Dogs bark", new(Held: 1, Checked: 1))],
            invariants.Tallies);
        Assert.Equal(["Cats are grey, but one was white."], invariants.Violations);
    }
}
