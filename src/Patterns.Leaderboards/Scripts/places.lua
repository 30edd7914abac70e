-- How a ranking is read.
--
-- Defines open_places(scores, levels, scale)    the functions below
-- Defines places.find(member)    its place from 0 and its number, or nil
-- Defines places.rank(kind, number, place)    the rank, from 1, of who stands at a place with a number
-- Defines places.better(number)    how many have a better score
-- Defines page(scores, kind, data, first, rows, open)    what readers of a range return: how many members there are,
--                     the place of the first row from 0, the rank of the first row (modified: of the last; ordinal: 0),
--                     for each row member and number, and the members' data if there is a key of data. Places are
--                     opened only for ranks that are not the places themselves
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

local function page(scores, kind, data, first, rows, open)
  local anchor, details = 0, {}
  if rows[1] and kind ~= 'ordinal' then
    local row = kind == 'modified' and #rows or 2
    anchor = open().rank(kind, tonumber(rows[row]), first + row / 2 - 1)
  end
  if data then
    local members = {}
    for i = 1, #rows, 2 do
      members[#members + 1] = rows[i]
      if #members == 1000 or i + 2 > #rows then
        for _, detail in ipairs(redis.call('HMGET', data, unpack(members))) do
          details[#details + 1] = detail
        end
        members = {}
      end
    end
  end
  return { redis.call('ZCARD', scores), first, anchor, rows, details }
end
