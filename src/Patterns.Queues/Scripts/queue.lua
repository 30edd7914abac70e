-- The keys of a queue by name, the time, and the fields of messages.
--
-- Defines open_queue(keys)               the keys as a table, with the time in milliseconds since 1970
-- Defines get_field(fields, name)        the value in a flat list of names and values, or nil
-- Defines set_field(fields, name, value)  replaces the value, or appends both
local function open_queue(keys)
  local clock = redis.call('TIME')
  return {
    lanes = { keys[1], keys[2], keys[3], keys[4] },
    wake = keys[4], delayed = keys[5], debounced = keys[6], waiting = keys[7], groups = keys[8], unique = keys[9],
    dead = keys[10], rates = keys[11], state = keys[12],
    now = clock[1] * 1000 + math.floor(clock[2] / 1000),
  }
end

local function get_field(fields, name)
  for i = 1, #fields, 2 do
    if fields[i] == name then
      return fields[i + 1]
    end
  end
end

local function set_field(fields, name, value)
  for i = 1, #fields, 2 do
    if fields[i] == name then
      fields[i + 1] = value
      return
    end
  end
  fields[#fields + 1] = name
  fields[#fields + 1] = value
end
