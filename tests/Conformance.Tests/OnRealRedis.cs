using Conformance.Tests.Cases;
using Conformance.Tests.Targets;

namespace Conformance.Tests;

public sealed class StringsOnRealRedis(RealRedis target) : StringCases(target), IClassFixture<RealRedis>;

public sealed class KeysOnRealRedis(RealRedis target) : KeyCases(target), IClassFixture<RealRedis>;

public sealed class TransactionsOnRealRedis(RealRedis target) : TransactionCases(target), IClassFixture<RealRedis>;

public sealed class PubSubOnRealRedis(RealRedis target) : PubSubCases(target), IClassFixture<RealRedis>;
