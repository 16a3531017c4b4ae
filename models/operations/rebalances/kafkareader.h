#pragma once

#include <QByteArrayView>
#include <QList>
#include <QString>
#include <QUuid>

#include <limits>
#include <optional>

namespace daybook::operations {

/// Reads Kafka's primitive types off bytes that somebody else wrote: big-endian numbers, strings and arrays
/// with their length before them. What runs over the end gives nothing, and from then on everything does;
/// ok() tells. Source: "Protocol Primitive Types" of Kafka's protocol guide.
class KafkaReader
{
public:
    /// Flexible versions write lengths as variable-length numbers, one higher, and may append tagged fields.
    explicit KafkaReader(QByteArrayView bytes, bool flexible = false) : m_bytes(bytes), m_flexible(flexible)
    {
    }

    bool ok() const { return m_ok; }
    bool atEnd() const { return m_at == m_bytes.size(); }
    qsizetype position() const { return m_at; }
    void setFlexible(bool flexible) { m_flexible = flexible; }

    qint8 int8() { return number<qint8>(); }
    qint16 int16() { return number<qint16>(); }
    qint32 int32() { return number<qint32>(); }
    qint64 int64() { return number<qint64>(); }
    QUuid uuid();
    /// Nothing where a null was written. What is no UTF-8, and U+0000, which no database takes, is replaced.
    std::optional<QString> nullableString();
    QString string() { return required(nullableString()); }
    /// Lives as long as what is read.
    std::optional<QByteArrayView> nullableBytes();
    QByteArrayView bytes() { return required(nullableBytes()); }
    /// How many elements follow, never more than could still stand there; each of at least `smallest` bytes.
    int count(int smallest);
    /// A field that not every writer knows of.
    struct TaggedField
    {
        quint32 tag = 0;
        QByteArrayView data;
    };
    /// Those that stand at the end of a structure; none where versions are not flexible.
    QList<TaggedField> taggedFields();

private:
    template <typename T> T number()
    {
        const QByteArrayView raw = take(sizeof(T));
        quint64 value = 0;
        for (const char byte : raw)
            value = value << 8 | static_cast<quint8>(byte);
        return static_cast<T>(value);
    }
    template <typename T> T required(std::optional<T> value)
    {
        m_ok = m_ok && value;
        return value.value_or(T());
    }
    quint32 variableNumber();
    /// Of a string, of bytes or of an array; nothing for null.
    std::optional<qsizetype> length(bool shortNumber);
    QByteArrayView take(qsizetype size);

    QByteArrayView m_bytes;
    qsizetype m_at = 0;
    bool m_flexible = false;
    bool m_ok = true;
};

} // namespace daybook::operations
