-- For the listener, before the check, so that it runs on responses after the headers of the decision were added: an application with Marque's middleware reports
-- whether it lets the page read (Marque-Read, rule D29), and the stricter of both holds. Without a report, the decision of the service holds.
local ORIGIN = "access-control-allow-origin"
local CREDENTIALS = "access-control-allow-credentials"
local EXPOSED = "access-control-expose-headers"
local TIMING = "timing-allow-origin"
local PERMISSIONS = { ORIGIN, CREDENTIALS, EXPOSED, TIMING }

local function names_in(list)
  local names = {}
  for name in string.gmatch(string.lower(list or ""), "[^,%s]+") do names[name] = true end
  return names
end

local function names_in_both(ours, theirs)
  local ours_all, theirs_all = names_in(ours), names_in(theirs)
  if theirs_all["*"] then return ours end
  if ours_all["*"] then return theirs or "" end
  local both = {}
  for name in string.gmatch(ours, "[^,%s]+") do
    if theirs_all[string.lower(name)] then table.insert(both, name) end
  end
  return table.concat(both, ", ")
end

local function is_same(ours, theirs)
  return theirs ~= nil and (theirs == ours or theirs == "*")
end

function envoy_on_response(handle)
  local headers = handle:headers()
  local report = headers:get("marque-read")
  local below = {}
  for _, name in ipairs(PERMISSIONS) do
    below[name] = headers:get("marque-below-" .. name)
    headers:remove("marque-below-" .. name)
  end
  headers:remove("marque-read")
  if report == nil then return end

  local origin = headers:get(ORIGIN)
  local is_granted = report == "granted" and below[ORIGIN] ~= nil and (origin == "*" or is_same(origin, below[ORIGIN]))
  if not is_granted then
    for _, name in ipairs(PERMISSIONS) do headers:remove(name) end
    return
  end
  for _, name in ipairs({ CREDENTIALS, TIMING }) do
    if not is_same(headers:get(name), below[name]) then headers:remove(name) end
  end
  local exposed = headers:get(EXPOSED)
  if exposed ~= nil then
    local both = names_in_both(exposed, below[EXPOSED])
    headers:remove(EXPOSED)
    if both ~= "" then headers:add(EXPOSED, both) end
  end
end
