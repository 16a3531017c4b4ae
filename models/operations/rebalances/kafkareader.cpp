#include "models/operations/rebalances/kafkareader.h"

namespace daybook::operations {

QByteArrayView KafkaReader::take(qsizetype size)
{
    if (!m_ok || size < 0 || size > m_bytes.size() - m_at) {
        m_ok = false;
        return {};
    }
    const QByteArrayView taken = m_bytes.sliced(m_at, size);
    m_at += size;
    return taken;
}

/// Seven bits to a byte, the lowest first.
quint32 KafkaReader::variableNumber()
{
    quint64 value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
        const auto byte = static_cast<quint8>(int8());
        value |= static_cast<quint64>(byte & 0x7f) << shift;
        if ((byte & 0x80) == 0) {
            m_ok = m_ok && value <= std::numeric_limits<quint32>::max();
            return m_ok ? static_cast<quint32>(value) : 0;
        }
    }
    m_ok = false;
    return 0;
}

std::optional<qsizetype> KafkaReader::length(bool shortNumber)
{
    const qsizetype size = m_flexible    ? static_cast<qsizetype>(variableNumber()) - 1
                           : shortNumber ? qsizetype(int16())
                                         : qsizetype(int32());
    m_ok = m_ok && size >= -1;
    return m_ok && size >= 0 ? std::optional(size) : std::nullopt;
}

QUuid KafkaReader::uuid()
{
    return QUuid::fromRfc4122(take(16));
}

std::optional<QString> KafkaReader::nullableString()
{
    const std::optional<qsizetype> size = length(true);
    if (!size)
        return std::nullopt;
    QString text = QString::fromUtf8(take(*size));
    return text.replace(QChar::Null, QChar::ReplacementCharacter);
}

std::optional<QByteArrayView> KafkaReader::nullableBytes()
{
    const std::optional<qsizetype> size = length(false);
    return size ? std::optional(take(*size)) : std::nullopt;
}

int KafkaReader::count(int smallest)
{
    const std::optional<qsizetype> size = length(false);
    m_ok = m_ok && size && *size <= (m_bytes.size() - m_at) / smallest;
    return m_ok ? static_cast<int>(*size) : 0;
}

QList<KafkaReader::TaggedField> KafkaReader::taggedFields()
{
    QList<TaggedField> fields;
    const quint32 count = m_flexible ? variableNumber() : 0;
    for (quint32 i = 0; m_ok && i < count; ++i) {
        const quint32 tag = variableNumber();
        fields.append({tag, take(variableNumber())});
    }
    return fields;
}

} // namespace daybook::operations
