namespace Patterns.Locking.Tests.Histories;

/// <summary>What kind of lock a history is about.</summary>
public enum HistoryKind
{
    Lock,
    ReadWrite,
    Semaphore,
    Redlock,
}
