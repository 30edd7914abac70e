namespace EmailQueue;

/// <summary>What is to be sent.</summary>
public sealed record Email(string To, string Subject);
