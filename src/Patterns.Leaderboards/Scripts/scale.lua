-- How scores stand in the sorted sets of a board, and by which rules.
--
-- Rules are packed by the caller, as numbers of eight bytes: 1 if the highest score is best; the score that numbers
-- begin with; how many ticks a score has, 0 when names decide over ties; when the first tick begins, in microseconds
-- since 1970; how long a tick is, in microseconds; the lowest and the highest score that is accepted; how many keys a
-- ranking has; where changes of rank are told, 0 nowhere, 1 on a channel, 2 in a stream; down to which rank; about how
-- many events the stream keeps.
--
-- With ties by time, a number holds the score above and the time below: (score - lowest) * ticks + tick. Where the
-- highest score is best, ticks count down, so that who was first stands first. The set's own order is then the board's.
-- Without (ticks is 0), a number is the score.
--
-- Defines read_rules(rules)    all of them
-- Defines is_highest_first(rules)    the first of them
-- Defines open_scale(rules)    the functions below
-- Defines scale.encode(score, tick)    the number of a score that was reached then
-- Defines scale.decode(number)    its score
-- Defines scale.first(number)    the least number with the same score
-- Defines scale.last(number)    the greatest number with the same score
-- Defines scale.is_better(a, b)    whether score a is better than score b
-- Defines exactly(number)    a number as text that loses nothing
local function exactly(number)
  return string.format('%.17g', number)
end

local function read_rules(rules)
  return struct.unpack('>ddddddddddd', rules)
end

local function is_highest_first(rules)
  return struct.unpack('>d', rules) == 1
end

local function open_scale(rules)
  local first, lowest, ticks = read_rules(rules)
  local highest = first == 1
  local scale = { highest = highest, ticks = ticks }

  function scale.encode(score, tick)
    if ticks == 0 then
      return score
    end
    return (score - lowest) * ticks + (highest and ticks - 1 - tick or tick)
  end

  function scale.decode(number)
    return ticks == 0 and number or (number - number % ticks) / ticks + lowest
  end

  function scale.first(number)
    return ticks == 0 and number or number - number % ticks
  end

  function scale.last(number)
    return ticks == 0 and number or number - number % ticks + ticks - 1
  end

  function scale.is_better(a, b)
    if highest then
      return a > b
    end
    return a < b
  end

  return scale
end
