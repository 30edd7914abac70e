-- How messages cut the names of chunks that are too long for them.
for _, sign in ipairs { "", "=", "@" } do
  for _, length in ipairs { 0, 1, 42, 43, 44, 51, 52, 53, 58, 59, 60, 100 } do
    local name = sign .. ("0123456789"):rep(10):sub(1, length)
    print(length, pcall(loadstring("error('here')", name)))
    print(length, pcall(loadstring("error('here')", name .. "\nsecond line")))
    print(length, loadstring("x x", name))
  end
end
