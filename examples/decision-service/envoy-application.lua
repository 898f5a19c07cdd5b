-- For the cluster of an application: keeps what its response says about CORS for envoy-response.lua, before the next filter removes it.
local PERMISSIONS = {
  "access-control-allow-origin",
  "access-control-allow-credentials",
  "access-control-expose-headers",
  "timing-allow-origin",
}
-- The policy's where it sets them for a resource, and the application's elsewhere. The service says which in Marque-Owns, in each check that it answers.
local OWNED = { "cross-origin-resource-policy", "timing-allow-origin" }

function envoy_on_request(handle)
  local owns = handle:headers():get("marque-owns")
  handle:streamInfo():dynamicMetadata():set("marque", "owns", owns or "unchecked")
end

function envoy_on_response(handle)
  local headers = handle:headers()
  for _, name in ipairs(PERMISSIONS) do
    local value = headers:get(name)
    headers:remove("marque-below-" .. name)
    if value ~= nil then headers:add("marque-below-" .. name, value) end
  end
  local owns = handle:streamInfo():dynamicMetadata():get("marque").owns
  for _, name in ipairs(OWNED) do
    if string.find(owns, name, 1, true) then headers:remove(name) end
  end
  -- A response that was not checked grants nothing, and a cache must not serve it to another origin.
  if owns == "unchecked" then
    headers:remove("timing-allow-origin")
    headers:add("vary", "Origin")
  end
end
