package dev.weir.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.FailureHandler;
import dev.weir.Overflow;
import dev.weir.ThreadPool;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The real page in a real browser, under load. */
class PageIT {

    private static final FailureHandler QUIET = failure -> {};

    /** Keeps all that the page is told of the pool that it shows. */
    private static final String KEEP_DETAILS = """
            window.details = [];
            window.EventSource = class extends EventSource {
                constructor(url) {
                    super(url);
                    this.addEventListener('detail', (event) => details.push(JSON.parse(event.data)));
                }
            };
            """;

    private static Browser browser;
    private Stage stage;

    @BeforeAll
    static void start() throws Exception {
        browser = new Browser();
    }

    @AfterAll
    static void quit() throws Exception {
        browser.close();
    }

    @BeforeEach
    void setUp() {
        browser.screen(1280, 1500, false);
        stage = new Stage(Duration.ofSeconds(1), Duration.ofSeconds(10), settings -> settings.control(Stage.TOKEN));
    }

    @AfterEach
    void nothingWentWrong() {
        try {
            assertThat(browser.open("about:blank").console()).isEmpty();
        } finally {
            stage.close();
        }
    }

    private ThreadPool orders() {
        return stage.show(ThreadPool.builder("orders")
                .threads(2, 8)
                .queueCapacity(20)
                .overflow(Overflow.reject())
                .failureHandler(QUIET)
                .build());
    }

    private void open() {
        browser.open(stage.dashboard.url());
        browser.until("the pool is shown", "return !document.getElementById('detail').hidden");
    }

    /** The number beside a chart's series. */
    private static String legend(String chart, String series) {
        return (String) browser.run("""
            const figure = [...document.querySelectorAll('.chart')]
                .find((each) => each.querySelector('h4').textContent === arguments[0]);
            const item = [...figure.querySelectorAll('.legend li')]
                .find((each) => each.textContent.startsWith(arguments[1]));
            return item.hidden ? '' : item.querySelector('.legend-value').textContent;
            """, chart, series);
    }

    private static final String PIXELS =
            "return [...document.querySelectorAll('.chart canvas')].map((each) => each.toDataURL()).join()";

    @Test
    @SuppressWarnings("try") // it is there to be closed
    void chartsMoveUnderLoad() {
        ThreadPool pool = orders();
        try (Load load = new Load(pool)) {
            open();
            Object before = browser.run(PIXELS);
            browser.until("the charts are drawn anew", PIXELS.replace("return ", "return arguments[0] !== "), before);
            browser.until(
                    "the chart of tasks says how many arrive",
                    "return [...document.querySelectorAll('.chart .plot')].some((plot) =>"
                            + " /^Tasks a second.*arrive [1-9]/.test(plot.getAttribute('aria-label')))");
            assertThat(legend("Threads", "busy")).isNotEqualTo("–");
            browser.until(
                    "the time in the queue is known",
                    "return [...document.querySelectorAll('.chart .plot')].some((plot) =>"
                            + " /^Time running.*p99 [0-9]/.test(plot.getAttribute('aria-label')))");
        }
    }

    /** It has to be in the second frame at the latest, of which there is one a second: no clock of a busy machine is asked. */
    @Test
    void aStuckTaskAppearsWithItsStackWithinTwoSeconds() {
        ThreadPool pool = orders();
        browser.inEachPage(KEEP_DETAILS, this::open);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        pool.submit("load page <b>7</b>", () -> {
            begun.countDown();
            return Stage.hold(end);
        });
        Until.zero(begun);
        long since = System.currentTimeMillis();
        browser.until(
                "the task is listed",
                "return document.querySelector('#running .task-name')?.textContent === 'load page <b>7</b>'");
        browser.run("document.querySelector('#running .task-name').click()");
        browser.until(
                "its stack is shown",
                "return document.querySelector('#running .stack')?.textContent.includes('Stage.hold')");
        assertThat((Long) browser.run(
                        "return details.filter((each) => each.t > arguments[0] && !each.tasks.length).length", since))
                .as("frames that do not have the task")
                .isLessThanOrEqualTo(1);
        assertThat(browser.find("#running .task-name").getDomAttribute("aria-expanded"))
                .isEqualTo("true");
        end.countDown();
        browser.until("the task is gone", "return !document.querySelector('#running .task-name')");
    }

    @Test
    void aResizeChangesTheThreads() {
        ThreadPool pool = orders();
        open();
        assertThat(browser.find("#controls").isDisplayed()).isFalse();
        browser.find("#unlock").click();
        browser.find("#token").sendKeys("not-the-token-at-all");
        browser.find("#token-form button.primary").click();
        browser.until(
                "the wrong token is refused",
                "return document.getElementById('token-answer').textContent.includes('not the token')");
        browser.console(); // that the browser notes the refusal is as it should be
        browser.find("#token").clear();
        browser.find("#token").sendKeys(Stage.TOKEN, Keys.ENTER);
        browser.until("the controls are there", "return !document.getElementById('controls').hidden");
        set("#min", "5");
        set("#max", "12");
        browser.find("#resize button").click();
        browser.until(
                "the page shows the new bounds",
                "return document.getElementById('facts').textContent.includes('5 to 12 threads')");
        assertThat(pool.stats().minThreads()).isEqualTo(5);
        assertThat(pool.stats().maxThreads()).isEqualTo(12);
        browser.until(
                "the chart shows the new threads",
                "return [...document.querySelectorAll('.chart .plot')].some((plot) =>"
                        + " /^Threads.*idle 5, .*at most 12/.test(plot.getAttribute('aria-label')))");
        browser.find("#pause").click();
        browser.find("#pause-form button.primary").click();
        browser.until("it is paused", "return document.getElementById('facts').textContent.includes('paused')");
        browser.find("#pause").click();
        browser.until("it runs again", "return document.getElementById('facts').textContent.includes('running')");
    }

    private static void set(String field, String value) {
        browser.find(field).clear();
        browser.find(field).sendKeys(value);
    }

    @Test
    void aBurstShowsAsRejectionsByReason() {
        ThreadPool pool = orders();
        open();
        CountDownLatch end = new CountDownLatch(1);
        for (int i = 0; i < 100; i++) {
            try {
                pool.execute(() -> Stage.hold(end));
            } catch (RejectedExecutionException full) {
                // on purpose
            }
        }
        browser.until(
                "the chart names the reason",
                "return [...document.querySelectorAll('.chart .plot')].some((plot) =>"
                        + " /^Refused.*Highest queue full: [1-9]/.test(plot.getAttribute('aria-label')))");
        assertThat(pool.stats().rejected()).isEqualTo(72);
        browser.until(
                "the account has all of them",
                "return document.getElementById('account').textContent.includes('rejected72')");
        end.countDown();
    }

    @Test
    @SuppressWarnings("try") // it is there to be closed
    void saysWhenTheConnectionIsLostAndComesBackByItself() {
        orders();
        int port = stage.dashboard.port();
        open();
        stage.dashboard.close();
        browser.until(
                "it says so",
                "return document.getElementById('status').dataset.state === 'lost'"
                        + " && document.getElementById('status-text').textContent.includes('Connection lost')");
        browser.console(); // the browser notes each failed attempt
        try (Dashboard again = Dashboard.start(Dashboard.builder()
                .port(port)
                .settings(Duration.ofSeconds(1), Duration.ofSeconds(10), () -> stage.pools))) {
            browser.until(
                    "it is live again",
                    "return document.getElementById('status').dataset.state === 'live'"
                            + " && document.getElementById('name').textContent === 'orders'"
                            + " && document.getElementById('status-text').textContent.includes('Live')");
            browser.open("about:blank").console();
        }
    }

    @Test
    void aThousandPoolsAreFoundByKeyboardAndTheirNamesAreText() {
        stage.pool("<img src=x onerror=alert(1)>");
        stage.pool("y".repeat(10_000));
        for (int i = 2; i < 1_000; i++) {
            stage.show(ThreadPool.builder("tenant " + i).threads(0, 1).build());
        }
        open();
        browser.until("all are counted", "return document.getElementById('pool-count').textContent === '1000'");
        assertThat((Long) browser.run("return document.querySelectorAll('.pool').length"))
                .isLessThan(40);
        assertThat(browser.text("#name")).isEqualTo("<img src=x onerror=alert(1)>");
        browser.find("#search").sendKeys("TENANT 77");
        browser.until("it is searched", "return document.getElementById('pool-count').textContent === '11 of 1000'");
        browser.find("#search").sendKeys(Keys.TAB, Keys.TAB);
        browser.driver().switchTo().activeElement().sendKeys(Keys.ARROW_DOWN, Keys.ARROW_DOWN, Keys.ENTER);
        browser.until(
                "the second one is chosen", "return document.getElementById('name').textContent === 'tenant 770'");
        browser.run("document.getElementById('search').value = 'yyyy';"
                + "document.getElementById('search').dispatchEvent(new Event('input'))");
        browser.run("document.querySelector('.pool').click()");
        browser.until(
                "the long one is chosen", "return document.getElementById('name').textContent.startsWith('yyyy')");
        assertThat(browser.run("return document.documentElement.scrollWidth <= window.innerWidth"))
                .isEqualTo(true);
    }

    /** Each was an error in the middle of the script, and a page that showed nothing. */
    @Test
    void halfACharacterInANameAndAnAddressThatIsNoneAreHarmless() {
        orders();
        stage.pool("half \ud83d");
        browser.open(stage.dashboard.url() + "#%");
        browser.until("the first pool is shown", "return document.getElementById('name').textContent === 'orders'");
        browser.run(
                "[...document.querySelectorAll('.pool')].find((each) => each.textContent.includes('half')).click()");
        String half = "return location.hash === '#half%20%EF%BF%BD'"
                + " && document.getElementById('name').textContent.startsWith('half')"
                + " && document.getElementById('facts').textContent.includes('running')";
        browser.until("the other one is chosen", half);
        browser.driver().navigate().refresh();
        browser.until("it is found again by the address", half);
    }

    @Test
    @SuppressWarnings("try") // it is there to be closed
    void picturesLightAndDarkWideAndNarrow() throws Exception {
        ThreadPool pool = orders();
        stage.show(ThreadPool.builder("mail").threads(1, 4).build());
        stage.show(ThreadPool.builder("thumbnails").threads(0, 2).build());
        CountDownLatch end = new CountDownLatch(1);
        pool.submit("stock of item 4711", () -> Stage.hold(end));
        try (Load load = new Load(pool)) {
            open();
            browser.run("document.querySelector('[data-seconds=\"60\"]').click()");
            browser.until(
                    "a burst is over and there is something to see",
                    "return [...document.querySelectorAll('.chart .plot')].some((plot) =>"
                            + " /^Refused.*Highest queue full: [1-9]/.test(plot.getAttribute('aria-label')))");
            browser.until("there is a task with a name", "return !!document.querySelector('.task-name')");
            browser.run("document.querySelector('.task-name').click()");
            browser.until("with its stack", "return document.querySelector('.stack')?.textContent.includes('hold')");
            for (Map.Entry<String, Boolean> scheme :
                    Map.of("light", false, "dark", true).entrySet()) {
                for (int width : new int[] {1280, 400}) {
                    browser.screen(width, width == 400 ? 2600 : 1500, scheme.getValue());
                    Object before = browser.run(PIXELS);
                    browser.until("it is drawn", PIXELS.replace("return ", "return arguments[0] !== "), before);
                    assertThat(browser.run("return document.documentElement.scrollWidth <= window.innerWidth"))
                            .as("nothing sticks out at %s", width)
                            .isEqualTo(true);
                    assertThat(browser.picture("page-" + scheme.getKey() + "-" + width))
                            .hasSizeGreaterThan(10_000);
                }
            }
        } finally {
            end.countDown();
        }
    }

    @Test
    void theSwitchChangesTheColours() {
        orders();
        open();
        String background = "return getComputedStyle(document.documentElement).backgroundColor";
        Object system = browser.run(background);
        browser.find("#theme").click(); // light
        assertThat(browser.run(background)).isEqualTo(system);
        browser.find("#theme").click(); // dark
        assertThat(browser.run(background)).isNotEqualTo(system);
        assertThat(browser.find("#theme").getDomAttribute("aria-label")).isEqualTo("Colours: dark");
        browser.find("#theme").click();
    }
}
