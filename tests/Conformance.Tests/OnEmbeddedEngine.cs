using Conformance.Tests.Cases;
using Conformance.Tests.Targets;

namespace Conformance.Tests;

public sealed class StringsOnEmbeddedEngine(EmbeddedEngine target) : StringCases(target), IClassFixture<EmbeddedEngine>;

public sealed class KeysOnEmbeddedEngine(EmbeddedEngine target) : KeyCases(target), IClassFixture<EmbeddedEngine>;

public sealed class TransactionsOnEmbeddedEngine(EmbeddedEngine target)
    : TransactionCases(target), IClassFixture<EmbeddedEngine>;

public sealed class PubSubOnEmbeddedEngine(EmbeddedEngine target) : PubSubCases(target), IClassFixture<EmbeddedEngine>;
