-- Uses Neovim as a person would, set up as its page says, and writes down what is seen. For Neovim 0.7 and later.
local function read(path)
  return vim.json.decode(table.concat(vim.fn.readfile(path), '\n'))
end

local given = read(vim.env.DOSSIER_GIVEN)
local seen = { errors = {}, version = vim.fn.matchstr(vim.fn.execute('version'), 'NVIM v\\zs\\S\\+') }

local function wait(what, holds)
  if not vim.wait(given.patience, holds, 10) then
    error('never came: ' .. what, 0)
  end
end

-- What the page's configuration needs and Neovim had not before 0.8 and 0.10.
vim.g.do_filetype_lua = 1
vim.lsp.start = vim.lsp.start
  or function(config)
    local id = vim.lsp.start_client(config)
    vim.lsp.buf_attach_client(0, id)
    return id
  end
vim.fs = vim.fs or {}
vim.fs.dirname = vim.fs.dirname or function(path)
  return vim.fn.fnamemodify(path, ':h')
end
vim.fs.root = vim.fs.root or function(buf, marker)
  local above = vim.fn.fnamemodify(vim.api.nvim_buf_get_name(buf), ':h') .. ';'
  local found = vim.fn.findfile(marker, above)
  found = found ~= '' and found or vim.fn.finddir(marker, above)
  return found ~= '' and vim.fn.fnamemodify(found, ':p:h') or nil
end

-- Neovim tells its errors here, those of its client and of the server among them.
local notify = vim.notify
vim.notify = function(message, level, ...)
  if level == vim.log.levels.ERROR then
    table.insert(seen.errors, message)
  end
  return notify(message, level, ...)
end

local start = vim.lsp.start
vim.lsp.start = function(config, ...)
  config.on_exit = function(code, signal)
    seen.exit = { code = code, signal = signal }
  end
  return start(config, ...)
end

local function client()
  return (vim.lsp.get_clients or vim.lsp.get_active_clients)()[1]
end

local function lines()
  return vim.api.nvim_buf_get_lines(0, 0, -1, true)
end

-- The findings that are shown, places in bytes as Neovim has them.
local function findings()
  return vim.tbl_map(function(d)
    local lsp = (d.user_data or {}).lsp or {}
    return {
      rule = d.code or lsp.code,
      severity = d.severity,
      message = d.message,
      start = { d.lnum, d.col },
      ['end'] = { d.end_lnum, d.end_col },
    }
  end, vim.diagnostic.get(0))
end

local function shows(rule, line)
  return #vim.tbl_filter(function(d)
    return d.rule == rule and d.start[1] == line
  end, findings()) > 0
end

-- Puts the cursor on the beginning of a text in a line, and says which line that is.
local function go(place)
  local column = assert(lines()[place.line + 1]:find(place.text, 1, true), place.text)
  vim.api.nvim_win_set_cursor(0, { place.line + 1, column - 1 })
  return place.line
end

local function ask(method)
  local params = vim.lsp.util.make_position_params(0, 'utf-16')
  local answers = assert(vim.lsp.buf_request_sync(0, method, params, given.patience), method)
  local answer = answers[client().id]
  assert(not answer.error, vim.inspect(answer.error))
  return answer.result
end

local function complete()
  local result = ask('textDocument/completion')
  return result.items or result
end

local function accept(items, label)
  for _, item in ipairs(items) do
    if item.label:find(label, 1, true) == 1 then
      vim.lsp.util.apply_text_edits({ item.textEdit }, 0, 'utf-16')
    end
  end
end

local function main()
  vim.cmd('filetype plugin on | syntax on')
  -- The cursor may stand behind a line, as it does while one inserts.
  vim.o.virtualedit = 'onemore'
  assert(loadstring(given.config))()
  vim.cmd('edit ' .. vim.fn.fnameescape(given.file))
  seen.filetype, seen.syntax = vim.bo.filetype, vim.bo.syntax

  wait('a client', function()
    return client() ~= nil
  end)
  seen.root = client().config.root_dir
  seen.snippets = vim.lsp.protocol.make_client_capabilities().textDocument.completion.completionItem.snippetSupport
  pcall(wait, 'all findings', function()
    return #findings() >= given.count
  end)
  seen.lines, seen.findings = lines(), findings()

  go(given.hover)
  vim.lsp.buf.hover()
  local function float()
    return vim.tbl_filter(function(w)
      return vim.api.nvim_win_get_config(w).relative ~= ''
    end, vim.api.nvim_list_wins())[1]
  end
  wait('a hover', float)
  seen.hover = vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(float()), 0, -1, true)
  vim.api.nvim_win_close(float(), true)

  -- In a new line below; taken back again.
  local line = go(given.key)
  local count = #lines()
  vim.api.nvim_buf_set_lines(0, line + 1, line + 1, true, { given.key.indent })
  vim.api.nvim_win_set_cursor(0, { line + 2, #given.key.indent })
  seen.keys = complete()
  accept(seen.keys, given.key.label)
  seen.inserted = vim.list_slice(lines(), line + 2, line + 1 + #lines() - count)
  vim.api.nvim_buf_set_lines(0, 0, -1, true, seen.lines)

  line = go(given.value)
  seen.values = complete()
  assert(shows(given.value.rule, line), given.value.rule)
  accept(seen.values, given.value.label)
  wait('the end of ' .. given.value.rule, function()
    return not shows(given.value.rule, line)
  end)
  seen.completed = lines()[line + 1]

  line = go(given.fix)
  assert(shows(given.fix.rule, line), given.fix.rule)
  seen.offered = {}
  vim.ui.select = function(items, options, choose)
    for i, item in ipairs(items) do
      local title = options.format_item(item)
      table.insert(seen.offered, title)
      if title:find(given.fix.title, 1, true) then
        return choose(item, i)
      end
    end
  end
  vim.lsp.buf.code_action()
  wait('the end of ' .. given.fix.rule, function()
    return not shows(given.fix.rule, line)
  end)
  seen.fixed = lines()[line + 1]

  line = go(given.type)
  assert(shows(given.type.rule, line), given.type.rule)
  vim.cmd('normal! ' .. vim.fn.strchars(given.type.text) .. 's' .. given.type.with)
  wait('the end of ' .. given.type.rule, function()
    return not shows(given.type.rule, line)
  end)
  seen.typed = lines()[line + 1]

  if vim.fn.has('nvim-0.11') == 1 then
    client():stop()
  else
    vim.lsp.stop_client(client().id)
  end
  wait('the end of the server', function()
    return seen.exit ~= nil
  end)
end

local ok, fault = xpcall(main, debug.traceback)
seen.fault = not ok and fault or nil
vim.fn.writefile({ vim.json.encode(seen) }, vim.env.DOSSIER_SEEN)
vim.cmd('qall!')
