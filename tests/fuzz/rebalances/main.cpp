// Feeds the reader of __consumer_offsets and the timeline with mutated records, in any order and with any
// clock: fuzz_rebalances [seed [rounds]]. Whatever it is given, a record is read or refused, and no entry of
// the timeline may claim what cannot be. Best run with the sanitizers.

#include "models/operations/rebalances/timeline.h"

#include <QElapsedTimer>
#include <QFile>

#include <cstdio>
#include <random>

using namespace daybook;
using namespace daybook::operations;

namespace {

constexpr qint64 SlowMilliseconds = 10'000; // of a thousand records
constexpr qint64 Now = 1'795'382'179'648;

struct Raw
{
    QByteArray key;
    std::optional<QByteArray> value;
};

QList<Raw> readCorpus()
{
    QFile file(QStringLiteral(DAYBOOK_SOURCE_DIR "/tests/data/kafka/consumer_offsets-4.0.txt"));
    QList<Raw> corpus;
    while (file.isOpen() || file.open(QIODevice::ReadOnly)) {
        const QList<QByteArray> words = file.readLine().trimmed().split(' ');
        if (words.size() != 4)
            break;
        corpus.append({QByteArray::fromHex(words[2]),
                       words[3] == "-" ? std::nullopt : std::optional(QByteArray::fromHex(words[3]))});
    }
    return corpus;
}

class Mutator
{
public:
    explicit Mutator(unsigned seed) : m_random(seed) {}

    qint64 pick(qint64 count)
    {
        return count > 0 ? static_cast<qint64>(m_random() % static_cast<quint64>(count)) : 0;
    }
    Raw next(const QList<Raw> &corpus)
    {
        Raw raw = corpus[pick(corpus.size())];
        for (qint64 left = pick(4); left > 0; --left) {
            if (pick(8) == 0)
                mutate(raw.key);
            else if (raw.value)
                mutate(*raw.value);
        }
        if (pick(20) == 0)
            raw.value.reset();
        return raw;
    }

private:
    void mutate(QByteArray &bytes)
    {
        static const char extremes[] = {0, 1, 2, 3, 0x7f, '\x80', '\xff'};
        if (bytes.isEmpty())
            return;
        const qint64 at = pick(bytes.size());
        switch (pick(5)) {
        case 0:
            bytes[at] = static_cast<char>(pick(256));
            break;
        case 1:
            bytes[at] = extremes[pick(sizeof(extremes))];
            break;
        case 2:
            bytes.truncate(at);
            break;
        case 3:
            bytes.insert(at, bytes.mid(at, pick(9)));
            break;
        default:
            bytes.remove(at, pick(9));
            break;
        }
    }

    std::mt19937 m_random;
};

bool isSound(const Moment &moment)
{
    return (moment.how == Knowledge::Unknown) != moment.at.isValid();
}

bool isSound(const Figure &figure)
{
    return figure.value >= 0;
}

/// What no records, however wrong, may lead to.
bool isSound(const Rebalance &entry)
{
    const bool figures = isSound(entry.members) && isSound(entry.membersChanged) &&
                         isSound(entry.membersPaused) && isSound(entry.partitionsMoved) &&
                         isSound(entry.partitionsTotal) && isSound(entry.stillFor) && isSound(entry.stillSum);
    const bool times = isSound(entry.began) && isSound(entry.assigned) && isSound(entry.ended);
    const bool runsBackwards = !entry.clockSkew && entry.kind != Rebalance::Kind::Missed &&
                               entry.began.at.isValid() && entry.ended.at.isValid() &&
                               entry.began.at > entry.ended.at;
    return figures && times && !runsBackwards && entry.firstGeneration <= entry.generation &&
           entry.notedAt.isValid();
}

bool survivesBeingKept(const Timeline &timeline)
{
    for (const GroupHistory &history : timeline.groups()) {
        const QByteArray bytes = toBytes(history.state);
        const auto state = groupStateFrom(bytes);
        if (!state || toBytes(*state) != bytes)
            return false;
    }
    return true;
}

} // namespace

int main(int argc, char *argv[])
{
    const unsigned seed = argc > 1 ? static_cast<unsigned>(std::strtoul(argv[1], nullptr, 10)) : 1;
    const long rounds = argc > 2 ? std::strtol(argv[2], nullptr, 10) : 100'000;
    const QList<Raw> corpus = readCorpus();
    Mutator mutator(seed);
    Timeline timeline;
    long readable = 0;
    qint64 entries = 0;
    QElapsedTimer timer;
    timer.start();
    for (long i = 0; i < rounds && !corpus.isEmpty(); ++i) {
        const Raw raw = mutator.next(corpus);
        const auto record =
            readOffsetsRecord(raw.key, raw.value ? std::optional<QByteArrayView>(*raw.value) : std::nullopt);
        readable += record ? 1 : 0;
        if (record)
            timeline.add(0, *record, kafkaTime(Now + i * 100 - mutator.pick(10) / 9 * 5000));
        if (mutator.pick(500) == 0)
            timeline.noteLoss(0);
        for (const Rebalance &entry : timeline.takeChanges()) {
            ++entries;
            if (!isSound(entry)) {
                std::fprintf(stderr, "round %ld: %s generation %d tells what cannot be\n", i,
                             qPrintable(toString(entry.kind)), entry.generation);
                return 1;
            }
        }
        if (i % 1000 != 999)
            continue;
        if (timer.restart() > SlowMilliseconds || !survivesBeingKept(timeline)) {
            std::fprintf(stderr, "before round %ld: too slow, or a state was not kept\n", i);
            return 1;
        }
        timeline = {};
    }
    std::printf("%ld records, %ld of them read, %lld entries\n", rounds, readable,
                static_cast<long long>(entries));
    return readable > 0 && entries > 0 ? 0 : 1;
}
