#include "models/operations/rebalances/groupstate.h"

#include <QDataStream>
#include <QIODevice>

namespace daybook::operations {

template <typename T>
concept HasFields = requires(T value)
{
    T::fields(value);
};

template <HasFields T> QDataStream &operator<<(QDataStream &stream, const T &value)
{
    std::apply([&stream](const auto &...field) { (stream << ... << field); }, T::fields(value));
    return stream;
}

template <HasFields T> QDataStream &operator>>(QDataStream &stream, T &value)
{
    std::apply([&stream](auto &...field) { (stream >> ... >> field); }, T::fields(value));
    return stream;
}

namespace {

/// Goes up whenever the fields of a state change; what was written before is then read anew from Kafka.
constexpr quint16 FormatVersion = 1;

template <typename T> QByteArray written(const T &value)
{
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    stream.setVersion(QDataStream::Qt_6_4);
    stream << FormatVersion << value;
    return bytes;
}

template <typename T> std::optional<T> readBack(const QByteArray &bytes)
{
    QDataStream stream(bytes);
    stream.setVersion(QDataStream::Qt_6_4);
    quint16 version = 0;
    T value;
    stream >> version;
    if (version != FormatVersion)
        return std::nullopt;
    stream >> value;
    return stream.status() == QDataStream::Ok && stream.atEnd() ? std::optional(value) : std::nullopt;
}

} // namespace

QByteArray toBytes(const GroupState &state)
{
    return written(state);
}

QByteArray toBytes(const GroupOffsets &offsets)
{
    return written(offsets);
}

std::optional<GroupState> groupStateFrom(const QByteArray &bytes)
{
    return readBack<GroupState>(bytes);
}

std::optional<GroupOffsets> groupOffsetsFrom(const QByteArray &bytes)
{
    return readBack<GroupOffsets>(bytes);
}

} // namespace daybook::operations
