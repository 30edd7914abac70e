-- How a ranking is read.
--
-- Defines open_places(scores, levels, scale)    the functions below
-- Defines places.find(member)    its place from 0 and its number, or nil
-- Defines places.rank(kind, number, place)    the rank, from 1, of who stands at a place with a number
-- Defines places.better(number)    how many have a better score
-- Defines page(keys, arguments, first, rows)    what readers of a range return: how many members there are, the place
--                     of the first row from 0, its rank (modified: that of the last; ordinal: 0), for each row
--                     member and number, and the members' data if it is asked for. Keys are the scores, the levels for
--                     dense ranks, and the data if it is read; arguments are the rules, the kind of ranks, and 1 to
--                     read data
local function open_places(scores, levels, scale)
  local places = {}

  function places.find(member)
    local number = redis.call('ZSCORE', scores, member)
    if number then
      return redis.call(scale.highest and 'ZREVRANK' or 'ZRANK', scores, member), tonumber(number)
    end
  end

  function places.better(number)
    if scale.highest then
      return redis.call('ZCOUNT', scores, '(' .. exactly(scale.last(number)), '+inf')
    end
    return redis.call('ZCOUNT', scores, '-inf', '(' .. exactly(scale.first(number)))
  end

  function places.rank(kind, number, place)
    if kind == 'ordinal' then
      return place + 1
    elseif kind == 'competition' then
      return places.better(number) + 1
    elseif kind == 'dense' then
      local level = exactly(scale.first(number))
      return redis.call(scale.highest and 'ZREVRANK' or 'ZRANK', levels, level) + 1
    elseif scale.highest then
      return redis.call('ZCOUNT', scores, exactly(scale.first(number)), '+inf')
    end
    return redis.call('ZCOUNT', scores, '-inf', exactly(scale.last(number)))
  end

  return places
end

local function read_data(key, rows)
  local details, members = {}, {}
  for i = 1, #rows, 2 do
    members[#members + 1] = rows[i]
    if #members == 1000 or i + 2 > #rows then
      for _, detail in ipairs(redis.call('HMGET', key, unpack(members))) do
        details[#details + 1] = detail
      end
      members = {}
    end
  end
  return details
end

local function page(keys, arguments, first, rows)
  local anchor, kind = 0, arguments[2]
  if rows[1] and kind ~= 'ordinal' then
    local row = kind == 'modified' and #rows or 2
    local places = open_places(keys[1], keys[2], open_scale(arguments[1]))
    anchor = places.rank(kind, tonumber(rows[row]), first + row / 2 - 1)
  end
  local details = arguments[3] == '1' and read_data(keys[#keys], rows) or {}
  return { redis.call('ZCARD', keys[1]), first, anchor, rows, details }
end
