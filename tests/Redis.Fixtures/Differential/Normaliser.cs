using Redis.Fixtures.Resp;

namespace Redis.Fixtures.Differential;

/// <summary>
/// Brings two replies to a form in which they are compared byte for byte. It sees both, because some things, such as
/// times, can only be judged against each other; whatever it does not understand it hands back as it is.
/// </summary>
internal delegate (RespValue Reference, RespValue Subject) Normaliser(RespValue reference, RespValue subject);
