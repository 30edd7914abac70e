-- Asks one policy or several for permits: all of them grant, or none is charged.
--
-- The modes are: `take`; `peek`, which charges nothing; `charge`, which charges whatever the limits say; and `return`,
-- which gives back what one policy has granted.
--
-- KEYS[1...]    for each policy, the key of its state and the key of its block
-- ARGV[1]       the mode
-- ARGV[2]       take: how many permits to take if they are there, beyond what is asked for; return: the grant
-- ARGV[3]       return: when the grant is forgotten, in microseconds since 1970
-- ARGV[4...]    for each policy: algorithm, permits, three numbers of the algorithm, and 1 if its refusal refuses
--               nothing
-- Returns       the time in microseconds since 1970; then for each policy: verdict (1 granted, 0 not now, -1 never,
--               -2 blocked), permits that are left, microseconds until the permits are free, microseconds until all
--               are, grant, permits charged
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local mode = ARGV[1]

-- What a policy says, whose arguments begin at a position: the permits asked for, verdict, microseconds until they are
-- free, and how to settle.
local function ask(policy, at)
  local cost = tonumber(ARGV[at + 1])
  local retry_after, settle = algorithms[ARGV[at]](
    KEYS[2 * policy - 1], now, cost, tonumber(ARGV[at + 2]), tonumber(ARGV[at + 3]), tonumber(ARGV[at + 4]))
  local verdict = retry_after == 0 and 1 or retry_after and 0 or -1
  local blocked = redis.call('PTTL', KEYS[2 * policy])
  if blocked > 0 then
    verdict, retry_after = -2, math.max(retry_after or 0, blocked * 1000)
  end
  return cost, verdict, retry_after or 0, settle
end

-- What is usual, by the shortest way: one policy, and no more than is asked for.
if #KEYS == 2 and mode == 'take' and ARGV[2] == '0' then
  local cost, verdict, retry_after, settle = ask(1, 4)
  local charge = verdict == 1 and cost or 0
  local remaining, reset_after, grant = settle(charge, 0, 0)
  return { now, verdict, remaining, retry_after, reset_after, grant, charge }
end

local policies = {}
local granted = true
for i = 1, #KEYS / 2 do
  local at = 4 + (i - 1) * 6
  local cost, verdict, retry_after, settle = ask(i, at)
  granted = granted and (verdict == 1 or ARGV[at + 5] == '1')
  policies[i] = { cost = cost, verdict = verdict, retry_after = retry_after, settle = settle }
end

local reply = { now }
for _, policy in ipairs(policies) do
  local charge, grant, ends = 0, 0, 0
  if mode == 'take' and granted and policy.verdict == 1 then
    charge = policy.cost
    local more = tonumber(ARGV[2])
    if more > 0 then
      charge = charge + math.max(0, math.min(more, policy.settle(0, 0, 0) - charge))
    end
  elseif mode == 'charge' then
    charge = policy.cost
  elseif mode == 'return' then
    charge, grant, ends = -policy.cost, tonumber(ARGV[2]), tonumber(ARGV[3])
  end
  local remaining, reset_after, new_grant = policy.settle(charge, grant, ends)
  local row = { policy.verdict, remaining, policy.retry_after, reset_after, new_grant, charge }
  for i = 1, #row do
    reply[#reply + 1] = row[i]
  end
end
return reply
