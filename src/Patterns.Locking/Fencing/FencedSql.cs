using System.Data.Common;

namespace Patterns.Locking.Fencing;

/// <summary>Statements in a database that refuse writers whose fencing token is smaller than that of the last
/// write.</summary>
/// <remarks>
/// <para>The row that is written has a column for the token, and the statement names it twice: it stores the token, and
/// it changes no row whose token is larger. For example:</para>
/// <code>
/// UPDATE orders SET status = @status, fence = @fence WHERE id = @id AND fence &lt;= @fence
/// </code>
/// <para>That is one statement, so no transaction is needed, and it is standard SQL for every database.</para>
/// </remarks>
public static class FencedSql
{
    /// <summary>The parameter of the token in a statement.</summary>
    public const string Parameter = "@fence";

    /// <summary>Runs a statement with a holder's fencing token, and makes sure that it has written.</summary>
    /// <param name="command">The statement; its text has <see cref="Parameter"/> in it, which is set here.</param>
    /// <param name="handle">The lock under which it is written. A handle that knows that it is lost writes nothing; one
    /// that does not know it yet is stopped by the database.</param>
    /// <param name="cancellationToken">Stops the statement.</param>
    /// <returns>How many rows were written, at least one.</returns>
    /// <exception cref="StaleLockException">The lock is lost, or somebody with a larger token has written, or there is
    /// no such row.</exception>
    /// <exception cref="ArgumentException">The statement does not mention the token.</exception>
    public static Task<int> ExecuteFencedAsync(
        this DbCommand command, ILockHandle handle, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(handle);
        return handle.IsHeld
            ? ExecuteFencedAsync(command, handle.FencingToken, cancellationToken)
            : throw new StaleLockException(
                $"The lock '{handle.Name}' is lost, so nothing was written: take it anew, and read again what it "
                + "protects.",
                handle.FencingToken);
    }

    /// <summary>Runs a statement with a fencing token, and makes sure that it has written.</summary>
    /// <param name="command">The statement; its text has <see cref="Parameter"/> in it, which is set here.</param>
    /// <param name="fencingToken">The token, at least 1.</param>
    /// <param name="cancellationToken">Stops the statement.</param>
    /// <returns>How many rows were written, at least one.</returns>
    /// <exception cref="StaleLockException">Somebody with a larger token has written, or there is no such
    /// row.</exception>
    /// <exception cref="ArgumentException">The statement does not mention the token.</exception>
    public static async Task<int> ExecuteFencedAsync(
        this DbCommand command, long fencingToken, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentOutOfRangeException.ThrowIfLessThan(fencingToken, 1);
        if (!command.CommandText.Contains($"<= {Parameter}", StringComparison.Ordinal))
        {
            throw new ArgumentException(
                $"The statement does not compare the stored token with {Parameter}: add a condition such as "
                + $"'AND fence <= {Parameter}', and store it with 'fence = {Parameter}'.",
                nameof(command));
        }

        SetParameter(command, fencingToken);
        int rows = await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        return rows > 0 ? rows : throw new StaleLockException(
            $"Nothing was written with the token {fencingToken}: somebody with a larger one has written, or there is "
            + "no such row. Take the lock anew, and read again what it protects.",
            fencingToken);
    }

    private static void SetParameter(DbCommand command, long fencingToken)
    {
        if (command.Parameters.Contains(Parameter))
        {
            command.Parameters[Parameter].Value = fencingToken;
            return;
        }

        DbParameter parameter = command.CreateParameter();
        parameter.ParameterName = Parameter;
        parameter.Value = fencingToken;
        command.Parameters.Add(parameter);
    }
}
