namespace Redis.Fixtures.Differential;

internal enum StepKind
{
    Command,
    Scan,
    Raw,
    Read,
    Close,
    WaitForBlocked,
}
