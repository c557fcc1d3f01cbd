namespace Podclip.LocalCluster.Admission;

/// <summary>How a quantity is written.</summary>
internal enum QuantityForm
{
    /// <summary>With suffixes of thousands: <c>500m</c>, <c>2k</c>.</summary>
    Decimal,

    /// <summary>With suffixes of 1024: <c>64Mi</c>.</summary>
    Binary,

    /// <summary>With an exponent: <c>2e3</c>.</summary>
    Exponent,
}
