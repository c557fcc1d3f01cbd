namespace Podclip.LocalCluster.Admission;

/// <summary>Service accounts.</summary>
internal sealed class ServiceAccountStrategy : ObjectStrategy
{
    public override bool ReturnsDeletedObject => true;
}
