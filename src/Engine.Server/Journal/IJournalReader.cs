namespace Engine.Server.Journal;

/// <summary>Reads every change in order. Effects of one command, script or transaction come in one call.</summary>
internal interface IJournalReader
{
    /// <summary>What one unit of work changed. The batch is valid during the call only.</summary>
    void Committed(EffectBatch batch);
}
