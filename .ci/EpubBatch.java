// EPUBCheck over many books in one JVM: a line for each that has an error or a warning, with what
// was found. Exit: 0 all clean, 1 something is not. Usage: java -cp … EpubBatch.java FILE…
import com.adobe.epubcheck.api.EPUBLocation;
import com.adobe.epubcheck.api.EpubCheck;
import com.adobe.epubcheck.api.MasterReport;
import com.adobe.epubcheck.messages.Message;
import com.adobe.epubcheck.messages.Severity;
import com.adobe.epubcheck.util.FeatureEnum;
import java.io.File;
import java.util.Locale;
import java.util.TreeSet;

public class EpubBatch {
    /** What one book is found to have. */
    static class Findings extends MasterReport {
        final TreeSet<String> found = new TreeSet<>();

        public void message(Message message, EPUBLocation place, Object... args) {
            Severity severity = message.getSeverity();
            if (severity == Severity.FATAL || severity == Severity.ERROR || severity == Severity.WARNING)
                found.add(severity + "(" + message.getID() + "): " + place.getPath() + "(" + place.getLine() + ","
                        + place.getColumn() + "): " + message.getMessage(args));
        }

        public void info(String resource, FeatureEnum feature, String value) {}

        public int generate() { return 0; }

        public void initialize() {}
    }

    public static void main(String[] files) {
        int bad = 0;
        for (String file : files) {
            Findings findings = new Findings();
            findings.setLocale(Locale.ENGLISH);
            findings.setEpubFileName(file);
            new EpubCheck(new File(file), findings).check();
            if (findings.found.isEmpty()) continue;
            bad++;
            System.out.println("FAIL " + file);
            findings.found.forEach(line -> System.out.println("  " + line));
        }
        System.out.println("EPUBCheck: " + (files.length - bad) + " of " + files.length + " pass");
        System.exit(bad == 0 && files.length > 0 ? 0 : 1);
    }
}
