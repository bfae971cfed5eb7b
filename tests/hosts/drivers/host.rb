# The checks in Ruby, by sqlite3:  ruby host.rb tgsession.so <lines
require 'sqlite3'

so = ARGV[0]
kept = {}
opened = lambda do |path|
  db = SQLite3::Database.new(path)
  db.enable_load_extension(true)
  db.load_extension(so)
  db.enable_load_extension(false)
  db
end
value = lambda do |p|
  v = p[2..]
  case p[0]
  when 't' then v
  when 'i', 'j' then v.to_i
  when 'r' then v.to_f
  when 'b' then SQLite3::Blob.new([v].pack('H*'))
  when '=' then kept[v]
  end
end
show = ->(v) { v.nil? ? 'NULL' : v.is_a?(String) && v.encoding == Encoding::BINARY ? "x'#{v.unpack1('H*')}'" : v.to_s }
keep = ->(v) { v.is_a?(String) && v.encoding == Encoding::BINARY ? SQLite3::Blob.new(v) : v }

conns = {'1' => opened.(':memory:')}
$stdin.set_encoding('UTF-8').read.split("\n").each do |line|
  verb, *f = line.split("\t", -1)
  case verb
  when 'open' then conns[f[0]] = opened.(f[1])
  when 'close' then conns.delete(f[0]).close
  when 'load'
    conns[f[0]].enable_load_extension(true)
    conns[f[0]].load_extension(so)
  when 'run'
    begin
      stmt = conns[f[1]].prepare(f[2])
      begin
        f[3..].each_with_index { |p, i| stmt.bind_param(i + 1, value.(p)) }
        rows = stmt.to_a
      ensure
        stmt.close
      end
      kept[f[0]] = keep.(rows[0][0]) unless rows.empty?
      out = rows.map { |r| r.to_a.map(&show).join(' | ') }.join(' ; ')
    rescue SQLite3::Exception => e
      out = "error: #{e.message}"
    end
    puts "#{f[0]}\t#{out}"
  end
end
