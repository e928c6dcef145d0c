package brigade.launcher.watch;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The figures of one or more pages in Prometheus' text format. Immutable. */
public final class Scrape {
    private static final Pattern LINE = Pattern.compile("(?m)^([a-z_:][a-zA-Z0-9_:]*)(\\{[^}]*\\})? (\\S+)$");
    private static final Pattern UP_TO = Pattern.compile("\\ble=\"([^\"]+)\"");

    private final Map<String, Double> values;
    private final Map<String, Double> largest;

    private Scrape(Map<String, Double> values, Map<String, Double> largest) {
        this.values = values;
        this.largest = largest;
    }

    /** Reads pages; lines that are no figures are passed over. */
    public static Scrape of(Collection<String> pages) {
        Map<String, Double> values = new TreeMap<>();
        Map<String, Double> largest = new TreeMap<>();
        for (String page : pages) {
            Matcher line = LINE.matcher(page);
            while (line.find()) {
                String labels = line.group(2) == null ? "" : line.group(2);
                try {
                    double value = Double.parseDouble(line.group(3));
                    values.merge(line.group(1) + labels, value, Double::sum);
                    largest.merge(line.group(1) + labels, value, Double::max);
                } catch (NumberFormatException e) {
                    // No figure: a page of somebody else.
                }
            }
        }
        return new Scrape(values, largest);
    }

    /** Sum of that name over all pages and labels; 0 when there is none. */
    public double sum(String name) {
        double sum = 0;
        for (Map.Entry<String, Double> entry : values.entrySet()) {
            if (isOf(name, entry.getKey())) {
                sum += entry.getValue();
            }
        }
        return sum;
    }

    /** The largest of all pages with exactly these labels, as {@code {quantile="0.99"}} or none; 0 when there is none. */
    public double max(String name, String labels) {
        return largest.getOrDefault(name + labels, 0.0);
    }

    /** How much the sum grew since {@code before}; what was restarted meanwhile counts from 0. */
    public double grown(Scrape before, String name) {
        double grown = 0;
        for (Map.Entry<String, Double> entry : values.entrySet()) {
            if (isOf(name, entry.getKey())) {
                double then = before.values.getOrDefault(entry.getKey(), 0.0);
                grown += entry.getValue() >= then ? entry.getValue() - then : entry.getValue();
            }
        }
        return grown;
    }

    /**
     * A quantile of what a histogram took since {@code before}: the upper end of the bucket it lies in.
     *
     * @param q 0 to 1
     * @return infinity above the last bucket; NaN when nothing was taken
     */
    public double quantile(Scrape before, String histogram, double q) {
        Map<Double, Double> upTo = new TreeMap<>();
        for (String key : values.keySet()) {
            Matcher bound = UP_TO.matcher(key);
            if (isOf(histogram + "_bucket", key) && bound.find()) {
                double end =
                        bound.group(1).equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(bound.group(1));
                double grown = values.getOrDefault(key, 0.0) - before.values.getOrDefault(key, 0.0);
                upTo.merge(end, Math.max(0, grown), Double::sum);
            }
        }
        double all = upTo.getOrDefault(Double.POSITIVE_INFINITY, 0.0);
        for (Map.Entry<Double, Double> bucket : upTo.entrySet()) {
            if (all > 0 && bucket.getValue() >= q * all) {
                return bucket.getKey();
            }
        }
        return Double.NaN;
    }

    private static boolean isOf(String name, String key) {
        return key.startsWith(name) && (key.length() == name.length() || key.charAt(name.length()) == '{');
    }
}
