namespace Redis.Fixtures.Servers;

internal enum RedisServerKind
{
    Standalone,
    ClusterNode,
    Sentinel,
}
