using Engine.Lua.Compilation;
using Engine.Lua.Execution;

namespace Engine.Lua.Syntax;

/// <content>Assignments.</content>
internal sealed partial class Parser
{
    private void Assignment(AssignmentTarget target, int variables)
    {
        if (target.Variable.Kind is not (>= ExpressionKind.Local and <= ExpressionKind.Indexed))
        {
            throw _lexer.SyntaxError("syntax error");
        }

        if (Accept(Token.Comma))
        {
            Expression next = Suffixed();
            if (next.Kind == ExpressionKind.Local)
            {
                ResolveConflict(target, next);
            }

            _function.CheckLimit(variables, _state.Limits.MaxHostDepth - _depth, "variables in assignment");
            Assignment(new AssignmentTarget(next, target), variables + 1);
        }
        else
        {
            Take(Token.Assign);
            int values = ExpressionList(out Expression last);
            if (values == variables)
            {
                _function.SetOneResult(last);
                _function.Store(target.Variable, last);
                return;
            }

            Adjust(variables, values, last);
            if (values > variables)
            {
                _function.FreeRegister -= values - variables;
            }
        }

        _function.Store(target.Variable, new Expression(ExpressionKind.Register, _function.FreeRegister - 1));
    }

    // In "t[i], i = ..." or "t.x, t = ..." the first one must use the local variable as it was before.
    private void ResolveConflict(AssignmentTarget target, Expression local)
    {
        int copy = _function.FreeRegister;
        bool conflict = false;
        for (AssignmentTarget? left = target; left is not null; left = left.Previous)
        {
            if (left.Variable.Kind != ExpressionKind.Indexed)
            {
                continue;
            }

            if (left.Variable.Info == local.Info)
            {
                conflict = true;
                left.Variable.Info = copy;
            }

            if (left.Variable.Key == local.Info)
            {
                conflict = true;
                left.Variable.Key = copy;
            }
        }

        if (conflict)
        {
            _function.Emit(Opcode.Move, copy, local.Info, 0);
            _function.Reserve(1);
        }
    }

    /// <summary>Brings as many values to registers as there are variables.</summary>
    private void Adjust(int variables, int values, Expression last)
    {
        int missing = variables - values;
        if (last.HasManyValues)
        {
            missing = Math.Max(missing + 1, 0);
            _function.SetResultCount(last, missing);
            if (missing > 1)
            {
                _function.Reserve(missing - 1);
            }

            return;
        }

        if (last.Kind != ExpressionKind.Void)
        {
            _function.ToNextRegister(last);
        }

        if (missing > 0)
        {
            int register = _function.FreeRegister;
            _function.Reserve(missing);
            _function.LoadNil(register, missing);
        }
    }
}
