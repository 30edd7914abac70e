namespace Redis.Fixtures.Differential;

internal enum StepKind
{
    Command,
    Raw,
    Read,
    Close,
    WaitForBlocked,
}
