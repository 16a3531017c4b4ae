// Feeds the template engine with mutated templates: fuzz_templating [seed [rounds]]. Whatever it is given, it
// must answer with text or an error, within its limits. Best run with the sanitizers.

#include "models/templating/environment.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>

#include <cstdio>
#include <random>

using namespace daybook;
using namespace daybook::templating;

namespace {

constexpr qint64 SlowMilliseconds = 20'000; // of one template; far beyond what the limits below allow

class Mutator
{
public:
    explicit Mutator(unsigned seed) : m_random(seed) {}

    QString next(const QStringList &corpus)
    {
        QString text = corpus[pick(corpus.size())];
        const qsizetype rounds = 1 + pick(6);
        for (qsizetype i = 0; i < rounds; ++i)
            mutate(text, corpus);
        return text.left(20'000);
    }

private:
    qsizetype pick(qsizetype count)
    {
        return count > 0 ? static_cast<qsizetype>(m_random() % static_cast<quint64>(count)) : 0;
    }

    void mutate(QString &text, const QStringList &corpus)
    {
        static const QStringList tokens =
            QStringLiteral("{{ }} {% %} {# #} {%- -%} ( ) [ ] { } | . , : ~ + - * / // ** % == != < <= in is "
                           "not and or if else elif endif for endfor "
                           "recursive set endset macro endmacro call endcall filter endfilter do with "
                           "endwith raw endraw block endblock loop caller "
                           "varargs kwargs namespace range 1 0 -1 9223372036854775807 1e308 'a' \"b\" "
                           "'\\u0041' none true [] {} 한글 \\ '")
                .split(u' ');
        const qsizetype at = pick(text.size() + 1);
        const qsizetype length = pick(std::min<qsizetype>(text.size() - at, 30) + 1);
        switch (pick(6)) {
        case 0:
            text.remove(at, length);
            break;
        case 1:
            text.insert(at, u' ' + tokens[pick(tokens.size())] + u' ');
            break;
        case 2:
            text.insert(at, text.mid(at, length));
            break;
        case 3:
            text.insert(at, QChar(static_cast<char16_t>(pick(0x3000))));
            break;
        case 4: {
            const QString &other = corpus[pick(corpus.size())];
            text.insert(at, other.mid(pick(other.size()), pick(60)));
            break;
        }
        default:
            text.replace(at, length, tokens[pick(tokens.size())]);
            break;
        }
    }

    std::mt19937 m_random;
};

QStringList readCorpus()
{
    QStringList corpus;
    const QDir directory(QStringLiteral(TEMPLATING_CORPUS));
    for (const QString &name : directory.entryList(QDir::Files, QDir::Name)) {
        QFile file(directory.filePath(name));
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const QString text = QString::fromUtf8(file.readAll());
        corpus += text.split(name.endsWith(QStringLiteral(".lines")) ? QStringLiteral("\n")
                                                                     : QStringLiteral("\n=== "),
                             Qt::SkipEmptyParts);
    }
    return corpus;
}

Environment hostileEnvironment()
{
    Options options;
    options.loopControls = true;
    options.limits.steps = 200'000;
    options.limits.textSize = 1 << 20;
    options.limits.work = 8 << 20;
    Environment environment(options);
    environment.addGlobal(QStringLiteral("return"), Environment::returnFunction());
    environment.addBlockTag({QStringLiteral("test"), QStringLiteral("endtest")});
    environment.addBlockTag(
        {QStringLiteral("docs"), QStringLiteral("enddocs"), BlockTag::Header::Options, BlockTag::Body::Raw});
    return environment;
}

Dict context()
{
    return {{QStringLiteral("a"), Value(1)},
            {QStringLiteral("s"), Value(u"Hello")},
            {QStringLiteral("xs"), Value(List{Value(3), Value(1), Value(2)})},
            {QStringLiteral("d"),
             Value(Dict{{QStringLiteral("a"), Value(1)}, {QStringLiteral("b"), Value(List{})}})},
            {QStringLiteral("t"), Value(true)},
            {QStringLiteral("n"), Value::none()}};
}

} // namespace

int main(int argc, char *argv[])
{
    const unsigned seed = argc > 1 ? static_cast<unsigned>(std::strtoul(argv[1], nullptr, 10)) : 1;
    const long rounds = argc > 2 ? std::strtol(argv[2], nullptr, 10) : 10'000;
    const QStringList corpus = readCorpus();
    if (corpus.isEmpty()) {
        std::fprintf(stderr, "no corpus at %s\n", TEMPLATING_CORPUS);
        return 2;
    }
    const Environment environment = hostileEnvironment();
    Mutator mutator(seed);
    long rendered = 0;
    for (long i = 0; i < rounds; ++i) {
        const QString source = mutator.next(corpus);
        QElapsedTimer timer;
        timer.start();
        if (const Result<Template> parsed = environment.parse(source, QStringLiteral("fuzz"))) {
            parsed->analyse();
            parsed->definitions();
            rendered += parsed->render(Context(context())) ? 1 : 0;
        }
        if (timer.elapsed() > SlowMilliseconds) {
            std::fprintf(stderr, "round %ld took %lld ms:\n%s\n", i, static_cast<long long>(timer.elapsed()),
                         qPrintable(source));
            return 1;
        }
    }
    std::printf("%ld templates, %ld of them rendered\n", rounds, rendered);
    return rendered > 0 ? 0 : 1;
}
