// The checks in Java, by sqlite-jdbc:  java -cp sqlite-jdbc.jar Host.java tgsession.so <lines
import java.io.*;
import java.nio.charset.StandardCharsets;
import java.sql.*;
import java.util.*;
import org.sqlite.SQLiteConfig;

public class Host {
  static final Map<String, Object> kept = new HashMap<>();
  static String so;

  static void load(Connection c) throws SQLException {
    try (PreparedStatement p = c.prepareStatement("SELECT load_extension(?)")) {
      p.setString(1, so);
      p.executeQuery().close();
    }
  }

  static Connection open(String path) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.enableLoadExtension(true);
    Connection c = config.createConnection("jdbc:sqlite:" + path);
    load(c);
    return c;
  }

  static byte[] hex(String s) {
    byte[] b = new byte[s.length() / 2];
    for (int i = 0; i < b.length; i++) b[i] = (byte) Integer.parseInt(s.substring(2 * i, 2 * i + 2), 16);
    return b;
  }

  static void bind(PreparedStatement p, int i, String text) throws SQLException {
    String v = text.substring(2);
    switch (text.charAt(0)) {
      case 'i': case 'j': p.setLong(i, Long.parseLong(v)); break;
      case 'r': p.setDouble(i, Double.parseDouble(v)); break;
      case 'b': p.setBytes(i, hex(v)); break;
      case 'n': p.setNull(i, Types.NULL); break;
      case '=': p.setObject(i, kept.get(v)); break;
      default: p.setString(i, v);
    }
  }

  static String show(Object v) {
    if (v == null) return "NULL";
    if (!(v instanceof byte[])) return v.toString();
    StringBuilder s = new StringBuilder("x'");
    for (byte b : (byte[]) v) s.append(String.format("%02x", b));
    return s.append("'").toString();
  }

  static String ask(Connection c, String name, String sql, String[] f) throws SQLException {
    try (PreparedStatement p = c.prepareStatement(sql)) {
      for (int i = 4; i < f.length; i++) bind(p, i - 3, f[i]);
      List<String> rows = new ArrayList<>();
      if (!p.execute()) return "";
      try (ResultSet r = p.getResultSet()) {
        int n = r.getMetaData().getColumnCount();
        while (r.next()) {
          List<String> cells = new ArrayList<>();
          for (int i = 1; i <= n; i++) cells.add(show(r.getObject(i)));
          if (rows.isEmpty()) kept.put(name, r.getObject(1));
          rows.add(String.join(" | ", cells));
        }
      }
      return String.join(" ; ", rows);
    }
  }

  public static void main(String[] args) throws Exception {
    so = args[0];
    Map<String, Connection> conns = new HashMap<>();
    conns.put("1", open(":memory:"));
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream out = new PrintStream(System.out, true, "UTF-8");
    for (String line; (line = in.readLine()) != null; ) {
      String[] f = line.split("\t", -1);
      if (f[0].equals("open")) conns.put(f[1], open(f[2]));
      if (f[0].equals("load")) load(conns.get(f[1]));
      if (f[0].equals("close")) conns.remove(f[1]).close();
      if (!f[0].equals("run")) continue;
      String text;
      try { text = ask(conns.get(f[2]), f[1], f[3], f); }
      catch (SQLException e) { text = "error: " + e.getMessage().replace("\n", " "); }
      out.println(f[1] + "\t" + text);
    }
  }
}
